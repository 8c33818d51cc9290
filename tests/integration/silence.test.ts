import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configure } from "../../functions/configurator/configure";
import { sources } from "../../functions/loader/registry.generated";
import { OpenSearchActivity, OpenSearchStateStore } from "../../functions/silence/opensearch-activity";
import { defaultSilenceRules } from "../../functions/silence/rules";
import { watchSilence } from "../../functions/silence/watch";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { fetchCluster } from "../support/fetch-cluster";

const hour = 3_600_000;
const day = 24 * hour;
const trails = ["111122223333", "444455556666"];

/** The whole function but its handler, on indices with the SIEM's own templates. */
describe("silence, as a real OpenSearch tells of it", function () {
  this.timeout(180_000);
  let folder: string;
  let processes: Processes;
  let url: string;
  const cluster = fetchCluster(() => url);
  const now = Date.parse("2026-02-20T12:00:00Z");
  const messages: string[] = [];

  const run = (time: number) =>
    watchSilence(defaultSilenceRules, {
      activity: new OpenSearchActivity(cluster, () => time),
      store: new OpenSearchStateStore(cluster),
      notifier: { publish: async (_, message) => void messages.push(message) },
      now: () => time,
    });

  const index = async (documents: readonly object[]) => {
    const lines = documents.flatMap((document, n) => {
      const dataset = "event" in document ? (document.event as { dataset: string }).dataset : "";
      return [{ create: { _index: `siem-${dataset}-2026-02`, _id: `${Math.random()}-${n}` } }, document];
    });
    const body = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
    const { status, body: answer } = await cluster({ method: "POST", path: "/_bulk?refresh=true", body });
    assert.equal(status, 200);
    assert.equal((answer as { errors: boolean }).errors, false, JSON.stringify(answer).slice(0, 500));
  };

  const document = (dataset: string, account: string | undefined, ingested: number, event = ingested - 5 * 60_000) => ({
    "@timestamp": new Date(event).toISOString(),
    event: { dataset, ingested: new Date(ingested).toISOString() },
    ...(account === undefined ? {} : { cloud: { account: { id: account }, region: "eu-west-1" } }),
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-silence-"));
    processes = new Processes(folder);
    const classPath = await openSearchJars.install(progressOnStderr());
    ({ url } = await startOpenSearch(processes, { stateFolder: folder, classPath, heapMegabytes: 512 }));
    await configure(
      { sources, savedObjects: [] },
      {
        endpoint: url,
        region: "eu-west-1",
        loaderRoleArn: undefined,
        analystRoleArns: [],
        operatorRoleArns: [],
        watcherRoleArn: "arn:aws:iam::111122223333:role/silence",
        retentionDays: undefined,
        replicas: 0,
      },
      { cluster, clock: { remaining: () => 0, sleep: async () => undefined }, warn: (message) => assert.fail(message) },
    );
  });

  after(async () => {
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  it("is none where there is no index yet", async () => {
    assert.deepEqual(await run(now - 30 * day), { senders: 0, watched: 0, silent: 0, news: 0, learned: true });
  });

  it("is learned and told by source, account and region, also of senders without them", async () => {
    const documents: object[] = [];
    for (let time = now - 5 * day; time < now; time += hour) {
      for (const account of trails) documents.push(document("aws.cloudtrail", account, time + 1_000));
      // Of one account only, and of none at all, until yesterday.
      if (time < now - day) documents.push(document("aws.vpcflow", trails[0], time));
      if (time < now - day) documents.push(document("okta.system", undefined, time));
    }
    // Old logs of who is silent, loaded today.
    documents.push(document("aws.vpcflow", trails[0], now - hour, now - 300 * day));
    await index(documents);
    assert.deepEqual(await run(now), { senders: 4, watched: 4, silent: 2, news: 2, learned: true });
    const lines = messages
      .join("\n")
      .split("\n")
      .filter((line) => line.startsWith("SILENT"));
    assert.deepEqual(lines.map((line) => line.replace(/:.*/, "")).sort(), [
      "SILENT  aws.vpcflow of account 111122223333 in eu-west-1",
      "SILENT  okta.system",
    ]);
    assert.match(lines.join(), /nothing since 2026-02-19 11:00 UTC \(25 hours; told after 2\)/);
  });

  it("is told once, and its end once", async () => {
    messages.length = 0;
    await index(trails.map((account) => document("aws.cloudtrail", account, now + hour)));
    assert.equal((await run(now + hour)).news, 0);
    await index([
      ...trails.map((account) => document("aws.cloudtrail", account, now + 2 * hour)),
      document("okta.system", undefined, now + 2 * hour - 60_000),
    ]);
    const report = await run(now + 2 * hour);
    assert.deepEqual([report.news, report.silent, report.learned], [1, 1, false]);
    assert.match(messages.join(), /^BACK {4}okta\.system: last seen 2026-02-20 13:59 UTC/);
  });

  it("is read in as many pages as there are senders and hours", async () => {
    const accounts = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(12, "0"));
    const from = now + 3 * hour;
    for (let time = from; time < from + 24 * hour; time += hour) {
      await index(accounts.map((account) => document("aws.guardduty", account, time)));
    }
    const activity = new OpenSearchActivity(cluster, () => from + 24 * hour);
    const hours = new Map<string, number[]>();
    for await (const { sender, hour: active } of activity.activeHours(from - hour)) {
      if (sender.dataset !== "aws.guardduty") continue;
      hours.set(sender.account, [...(hours.get(sender.account) ?? []), active]);
    }
    assert.equal(hours.size, accounts.length);
    const expected = Array.from({ length: 24 }, (_, n) => from + n * hour);
    for (const active of hours.values()) assert.deepEqual([...new Set(active)], expected);
    assert.equal((await activity.lastDocuments(from, from)).length, accounts.length);
  });

  it("is no finding where a shard does not answer: the function fails, and says so", async () => {
    const broken = new OpenSearchActivity(
      async () => ({ status: 200, body: { timed_out: false, _shards: { failed: 1 } } }),
      () => now,
    );
    await assert.rejects(broken.lastDocuments(0, 0), /OpenSearch does not say who sent: 1 shards failed/);
  });
});
