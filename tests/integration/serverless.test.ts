import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { AlertDesk } from "../../cli/alerts/desk";
import { allSavedObjects } from "../../dashboards";
import { configure } from "../../functions/configurator/configure";
import { changingIndices } from "../../functions/configurator/detection-indices";
import { openSearchCluster } from "../../functions/configurator/opensearch-cluster";
import { configuratorSettings } from "../../functions/configurator/settings";
import { Detector } from "../../functions/detector/detector-run";
import { groupIds } from "../../functions/detector/groups";
import { detectionPlan } from "../../functions/detector/plan";
import { signalFields } from "../../functions/detector/signal-document";
import { OpenSearchIndex } from "../../functions/loader/adapters/search-index";
import { sources } from "../../functions/loader/registry.generated";
import { emulatorClient, startAwsEmulator } from "../../local/aws-emulator";
import { type DomainFront, startDomainFront } from "../../local/domain-front";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { cloudTrailRule, ruleSet } from "../functions/detector/rules";
import { fetchCluster } from "../support/fetch-cluster";
import { createStateTable } from "../support/state-table";

const region = "eu-west-1";
const rules = ruleSet(`${cloudTrailRule("denied", "Denied")}
title: Many denials
name: many_denials
level: medium
correlation:
  type: event_count
  rules: [denied]
  group-by: [user]
  timespan: 10m
  condition: { gte: 2 }
  generate: true
`);
const plan = detectionPlan(rules);
const credentials = () => Promise.resolve({ accessKeyId: "local", secretAccessKey: "local" });

describe("a collection of OpenSearch Serverless, stood for by a real OpenSearch behind a front that serves as little", function () {
  this.timeout(240_000);
  let folder: string;
  let processes: Processes;
  let url: string;
  let front: DomainFront;
  const node = fetchCluster(() => url);

  const install = (now: Date) => {
    const settings = configuratorSettings({
      OPENSEARCH_ENDPOINT: `https://${front.endpoint}`,
      OPENSEARCH_SERVICE: "aoss",
      AWS_REGION: region,
      RETENTION_DAYS: "90",
    });
    const cluster = openSearchCluster(settings.endpoint, region, credentials, { service: "aoss" });
    return configure({ sources, savedObjects: allSavedObjects() }, settings, {
      cluster,
      clock: { remaining: () => 0, sleep: async () => undefined, now: () => now },
      warn: (message) => assert.fail(message),
    });
  };

  const loader = (service: "es" | "aoss" = "aoss") =>
    new OpenSearchIndex({ endpoint: `https://${front.endpoint}`, region, service, credentials });

  const bulk = (index: string, id: string, document: object) =>
    loader().bulk(`${JSON.stringify({ create: { _index: index, _id: id } })}\n${JSON.stringify(document)}\n`);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-serverless-"));
    processes = new Processes(folder);
    const classPath = await openSearchJars.install(progressOnStderr());
    const openSearch = startOpenSearch(processes, { stateFolder: folder, classPath, heapMegabytes: 512 });
    front = await startDomainFront({
      openSearchUrl: openSearch.then((started) => started.url),
      region,
      service: "aoss",
    });
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    ({ url } = await openSearch);
  });
  after(async () => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    await front.stop();
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  it("gets templates and dashboards, and the second time nothing changes", async () => {
    const first = await install(new Date());
    // Those of all indices, of other and of unrecognised logs, and of signals.
    const templates = sources.length + 5 + changingIndices.length;
    assert.equal(first.installed.length, templates + 1);
    assert.deepEqual(
      first.installed.filter((name) => !/^(component|index) template /.test(name)),
      [`dashboards (${allSavedObjects().length} saved objects)`],
    );
    assert.deepEqual(first.skipped, []);
    const second = await install(new Date());
    assert.deepEqual([second.installed, second.changed], [[], []]);
  });

  it("takes a document once: the same again is a conflict, which the loader counts as a duplicate", async () => {
    const index = "siem-aws.cloudtrail-2026-01";
    const document = { "@timestamp": "2026-01-02T03:04:05Z", event: { dataset: "aws.cloudtrail" }, unknown: { a: 1 } };
    const replies = [await bulk(index, "one", document), await bulk(index, "one", document)];
    assert.deepEqual(
      replies.map((reply) => (reply.kind === "items" ? reply.items.map(({ status }) => status) : reply)),
      [[201], [409]],
    );
    const { body } = await node({ method: "GET", path: `/${index}/_mapping` });
    const { mappings } = (body as Record<string, { mappings: { dynamic: string; properties: object } }>)[index]!;
    assert.equal(mappings.dynamic, "false");
    assert.ok(!("unknown" in mappings.properties), "the mapping is closed");
    const { body: settings } = await node({ method: "GET", path: `/${index}/_settings` });
    assert.doesNotMatch(JSON.stringify(settings), /final_pipeline/);
  });

  it("has its alerts raised once, kept in a table, and found by searches as they are", async () => {
    const python = await awsEmulatorPackage.install(progressOnStderr());
    const emulator = await startAwsEmulator(processes, {
      stateFolder: folder,
      python,
      accountId: "111122223333",
      region,
    });
    const stateTable = { client: new DynamoDBClient(emulatorClient(emulator.endpoint, region)), tableName: "state" };
    await createStateTable(stateTable.client, stateTable.tableName);
    const cluster = openSearchCluster(`https://${front.endpoint}`, region, credentials, { service: "aoss" });
    const start = Date.parse("2026-01-20T09:00:00Z");
    for (const [number, address] of ["198.51.100.1", "198.51.100.2"].entries()) {
      const time = start + number * 1_000;
      const fields = signalFields(plan.detections.get("denied")!, `signal-${number}`, time, {
        kind: "rule",
        rule: "denied",
        eventId: `event-${number}`,
        groups: plan.correlations.flatMap((one) => groupIds(one, { rule: "denied", values: { user: ["mary"] } })),
        values: { user: ["mary"] },
        alerts: true,
        alertKey: ["mary"],
        alertWindow: 86_400_000,
      });
      const at = new Date(time).toISOString();
      const about = { related: { user: ["mary"], ip: [address] } };
      const document = { "@timestamp": at, event: { kind: "signal", ingested: at }, ...about, ...fields };
      await bulk("siem-signals-2026-01", `signal-${number}`, document);
    }
    const shown = () => node({ method: "POST", path: "/_refresh" });
    const sent: string[] = [];
    let now = start;
    const run = async () => {
      await shown();
      now += 60_000;
      const detector = new Detector(
        rules,
        cluster,
        async ({ rule, status }, { kind }) => {
          sent.push(`${rule.key} ${status} ${kind}`);
        },
        {
          overlap: 600_000,
          allowedLateness: 3_600_000,
          alertLevel: "low",
          policy: {
            ...{ notifyLevel: "medium", escalateLevel: "critical" },
            ...{ growthInterval: 3_600_000, escalateAfter: 3_600_000, stormAlerts: 20 },
          },
          stateTable,
        },
        () => new Date(now),
      );
      const { opened, correlationHits } = await detector.run(Number.POSITIVE_INFINITY);
      return [opened, correlationHits];
    };
    // What the first run finds in signals can be searched only later: the second one raises the alert of it.
    assert.deepEqual([await run(), (await run())[0], (await run())[0]], [[1, 1], 1, 0]);
    assert.deepEqual(sent, ["denied open opened", "many_denials open opened"]);

    await shown();
    const desk = new AlertDesk(cluster, stateTable, () => new Date(now));
    const list = async (status?: string) =>
      (await desk.list({ ...(status !== undefined && { status }) }, 10)).map(({ rule, count, status }) => [
        rule.key,
        count,
        status,
      ]);
    assert.deepEqual((await list()).toSorted(), [
      ["denied", 2, "open"],
      ["many_denials", 1, "open"],
    ]);
    const [alert] = (await desk.list({ rule: "denied" }, 1)).map(({ id }) => id);
    await desk.decide(alert!.slice(0, 6), { status: "closed", verdict: "benign", author: "mary" });
    assert.equal((await desk.alert(alert!)).status, "closed");
    await run();
    await shown();
    assert.deepEqual(await list("closed"), [["denied", 2, "closed"]]);
    assert.equal(sent.length, 2);
    stateTable.client.destroy();
  });

  it("has nobody told it when documents are shown", async () => {
    const cluster = openSearchCluster(`https://${front.endpoint}`, region, credentials, { service: "aoss" });
    const body = '{"create":{"_index":"siem-signals-2026-01","_id":"refreshed"}}\n{}\n';
    const headers = { "content-type": "application/x-ndjson" };
    const { status } = await cluster({ method: "POST", path: "/_bulk?refresh=true", body, headers });
    assert.equal(status, 400);
  });

  it("loses indices whose youngest event is older than the retention, and no others", async () => {
    await bulk("siem-aws.cloudtrail-2025-10", "old", {});
    await bulk("siem-aws.cloudtrail-2025-11", "young", {});
    const report = await install(new Date("2026-01-30T00:00:00Z"));
    assert.deepEqual(report.changed, ["indices older than 90 days"]);
    const { body } = await node({ method: "GET", path: "/_cat/indices/siem-aws*?format=json&h=index" });
    const names = (body as { index: string }[]).map(({ index }) => index).sort();
    assert.deepEqual(names, ["siem-aws.cloudtrail-2025-11", "siem-aws.cloudtrail-2026-01"]);
  });

  it("refuses requests that are signed for a domain", async () => {
    const reply = await loader("es").bulk('{"create":{"_index":"siem-x"}}\n{}\n');
    assert.equal(reply.kind === "failed" && reply.status, 403);
  });

  it("serves no pipelines, health, security or state management", async () => {
    const cluster = openSearchCluster(`https://${front.endpoint}`, region, credentials, { service: "aoss" });
    for (const path of [
      "/",
      "/_cluster/health",
      "/_ingest/pipeline/siem-create-only",
      "/_plugins/_security/api/roles/siem_loader",
      "/_plugins/_ism/policies/siem-retention-month",
      "/_snapshot/siem",
    ]) {
      assert.equal((await cluster({ method: "GET", path })).status, 404, path);
    }
  });
});
