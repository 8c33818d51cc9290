import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeAlerts, updateAlerts } from "../../cli/alerts/decide";
import { listAlerts } from "../../cli/alerts/list";
import { showAlert } from "../../cli/alerts/show";
import { listSuppressions } from "../../cli/alerts/suppressions";
import { configure } from "../../functions/configurator/configure";
import { type Alert, levelsFrom, type PendingNotification } from "../../functions/detector/alerts/alert";
import { Detector } from "../../functions/detector/detector-run";
import type { Digest } from "../../functions/detector/digest/digest";
import { OpenSearchAlertSignals } from "../../functions/detector/opensearch/alert-signals";
import { CompleteSearch } from "../../functions/detector/opensearch/search";
import { signalFields } from "../../functions/detector/signal-document";
import { normaliseObject } from "../../functions/loader/normalise";
import { SignalMaker } from "../../functions/loader/signals";
import { ConfigurationError } from "../../functions/shared/errors";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import cloudTrail from "../../sources/aws-cloudtrail";
import { running } from "../cli/running";
import { cloudTrailRule, ruleSet } from "../functions/detector/rules";
import { fetchCluster } from "../support/fetch-cluster";

const minute = 60_000;
const start = Date.parse("2026-01-31T09:00:00Z");
const text = `${cloudTrailRule("stolen", "Stolen")}
${cloudTrailRule("listed", "Listed").replace("level: high", "level: low")}
title: Maintenance
name: maintenance
owner: Platform team
reason: The lists are rebuilt
expires: 2026-12-31
logsource: { product: aws, service: cloudtrail }
filter: { rules: [listed], them: { userIdentity.userName: bot }, condition: not them }
`;
const rules = ruleSet(text);

/** From signals to what people do with their alerts, on a real OpenSearch. */
describe("siem alerts, on a real OpenSearch", function () {
  this.timeout(240_000);
  let folder: string;
  let processes: Processes;
  let url: string;
  let clock = start;
  const told: (readonly [string, string])[] = [];
  const digests: Digest[] = [];
  const environment = { ...process.env };
  const cluster = fetchCluster(() => url);
  const places = () => ({ endpoint: url, region: "eu-west-1" });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-alerts-"));
    processes = new Processes(folder);
    const classPath = await openSearchJars.install(progressOnStderr());
    ({ url } = await startOpenSearch(processes, { stateFolder: folder, classPath, heapMegabytes: 512 }));
    await configure(
      { sources: [], savedObjects: [] },
      {
        endpoint: url,
        region: "eu-west-1",
        loaderRoleArn: undefined,
        analystRoleArns: [],
        operatorRoleArns: [],
        retentionDays: 90,
        replicas: "auto",
      },
      { cluster, clock: { remaining: () => 0, sleep: async () => undefined }, warn: (message) => assert.fail(message) },
    );
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
  });

  after(async () => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    await processes?.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  const detector = () =>
    new Detector(
      rules,
      cluster,
      async ({ id }: Alert, { kind }: PendingNotification) => {
        told.push([id, kind]);
      },
      {
        overlap: 10 * minute,
        allowedLateness: 60 * minute,
        alertLevel: "low",
        policy: {
          notifyLevel: "medium",
          growthInterval: 60 * minute,
          escalateLevel: "high",
          escalateAfter: 60 * minute,
          stormAlerts: 1_000,
        },
        digest: {
          hour: 7,
          send: async (_, digest) => {
            digests.push(digest);
          },
        },
      },
      () => new Date(clock),
    );

  /** A signal about somebody, at a minute; and a run of the detector then. */
  const happen = async (
    at: number,
    user: string,
    account: string,
    name = "stolen",
    suppressedBy?: readonly string[],
  ): Promise<void> => {
    clock = start + at * minute;
    const rule = rules.rules.find((one) => one.name === name);
    assert.ok(rule !== undefined);
    const time = new Date(clock).toISOString();
    const id = `signal-${user}-${at}`;
    const document = {
      "@timestamp": time,
      event: { kind: "signal", action: "Steal", ingested: time },
      related: { user: [user], ip: ["198.51.100.7"] },
      user: { name: user },
      cloud: { account: { id: account } },
      ...signalFields(rule, id, clock, {
        kind: "rule",
        rule: name,
        eventId: `event-${at}`,
        groups: [],
        values: {},
        alerts: suppressedBy === undefined,
        suppressedBy,
        alertKey: [account, user],
        alertWindow: 86_400_000,
        source: { index: "siem-aws.cloudtrail-2026-01-31", id: `event-${at}` },
      }),
    };
    const lines = [{ create: { _index: "siem-signals-2026-01", _id: id } }, document];
    const body = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
    const { status } = await cluster({ method: "POST", path: "/_bulk?refresh=true", body });
    assert.equal(status, 200);
    await look(at + 1);
  };

  const look = async (at: number): Promise<void> => {
    // A search finds what was written once its index is refreshed.
    for (const minutes of [at, at + 1]) {
      clock = start + minutes * minute;
      await detector().run(Number.POSITIVE_INFINITY);
      await cluster({ method: "POST", path: "/siem_alerts/_refresh" });
    }
  };

  interface Listed {
    readonly id: string;
    readonly status: string;
    readonly verdict?: string;
    readonly owner?: string;
    readonly count: number;
    readonly key: readonly string[];
    readonly notes: readonly { readonly author: string; readonly text: string }[];
  }

  const list = async (options: object = {}): Promise<readonly Listed[]> => {
    await cluster({ method: "POST", path: "/siem_alerts/_refresh" });
    const { code, out } = await running(() => listAlerts({ ...places(), format: "json", limit: "10", ...options }));
    assert.equal(code, 0);
    return JSON.parse(out) as readonly Listed[];
  };

  const users = (alerts: readonly Listed[]) => alerts.map(({ key }) => key[1]);
  const idOf = async (user: string): Promise<string> => {
    const found = (await list({ status: "all", rule: "stolen" })).find(({ key }) => key[1] === user);
    assert.ok(found !== undefined, `there is an alert about ${user}`);
    return found.id;
  };

  it("list nothing where nothing was raised", async () => {
    const { out } = await running(() => listAlerts({ ...places(), format: "table", limit: "10" }));
    assert.equal(out, "No alert is so.\n");
  });

  it("list what was raised, the last first, by status, severity, rule, account and time", async () => {
    await happen(0, "mary", "111122223333");
    await happen(5, "max", "444455556666");
    assert.deepEqual(users(await list()), ["max", "mary"]);
    assert.deepEqual(users(await list({ account: "111122223333" })), ["mary"]);
    assert.deepEqual(users(await list({ severity: "critical" })), []);
    assert.deepEqual(users(await list({ severity: "medium", rule: "The call Stolen" })), ["max", "mary"]);
    assert.deepEqual(users(await list({ rule: "stolen", since: "2026-01-31T09:03:00Z" })), ["max"]);
    assert.deepEqual(users(await list({ limit: "1" })), ["max"]);
    await assert.rejects(
      list({ rule: "stolne" }),
      (error) =>
        error instanceof ConfigurationError &&
        /No alert is of a rule stolne: did you mean stolen\?/.test(error.message),
    );
    const { out } = await running(() => listAlerts({ ...places(), format: "table", limit: "10" }));
    assert.match(out, /^id +level +status +signals/);
    assert.match(out, /high +open +1 +2026-01-31T09:05:00 +444455556666, max/);
  });

  it("show an alert by the beginning of its id, with its signals", async () => {
    const id = await idOf("mary");
    const { out } = await running(() => showAlert(id.slice(0, 8), { ...places(), format: "text", signals: "5" }));
    for (const part of [id, "[high] The call Stolen", "owner      nobody", "198.51.100.7", "Steal", "event-0"]) {
      assert.ok(out.includes(part), `${part} is in\n${out}`);
    }
    const json = await running(() => showAlert(id, { ...places(), format: "json", signals: "5" }));
    assert.deepEqual((JSON.parse(json.out) as { signals: object[] }).signals.length, 1);
    await assert.rejects(
      showAlert("nothing", { ...places(), format: "text", signals: "5" }),
      /There is no alert nothing/,
    );
  });

  it("say who has taken an alert up: it is not escalated, the other is", async () => {
    const id = await idOf("mary");
    await running(() =>
      updateAlerts([id.slice(0, 8)], {
        ...places(),
        status: "triage",
        owner: "anna",
        note: "I call her",
        by: "anna",
      }),
    );
    const [alert] = await list({ owner: "anna" });
    assert.deepEqual(
      [alert?.id, alert?.status, alert?.notes.map(({ author, text }) => [author, text])],
      [id, "triage", [["anna", "triage, owner: anna: I call her"]]],
    );
    told.length = 0;
    await look(70);
    assert.deepEqual(told, [[await idOf("max"), "escalated"]]);
  });

  const close = (id: string, verdict: string, reason: string) =>
    running(() => closeAlerts([id], { ...places(), verdict, reason, by: "anna" }));

  it("close alerts: what was harmless stays closed when it goes on, a true positive opens again", async () => {
    const [mary, max] = [await idOf("mary"), await idOf("max")];
    await close(mary, "benign", "her job");
    await close(max, "true-positive", "keys are revoked");
    assert.deepEqual(await list(), []);
    told.length = 0;
    await happen(80, "mary", "111122223333");
    await happen(85, "max", "444455556666");
    assert.deepEqual(told, [[max, "reopened"]]);
    const found = new Map((await list({ status: "all" })).map((one) => [one.id, one]));
    assert.deepEqual(
      [mary, max].map((id) => [found.get(id)?.status, found.get(id)?.verdict, found.get(id)?.count]),
      [
        ["closed", "benign", 2],
        ["open", undefined, 2],
      ],
    );
    assert.deepEqual(found.get(mary)?.notes.at(-1)?.text, "closed as benign: her job");
  });

  it("change nothing if one of the alerts is not there", async () => {
    const max = await idOf("max");
    const options = { ...places(), verdict: "benign", reason: "x", by: "anna" };
    await assert.rejects(closeAlerts([max, "nothing"], options), /There is no alert nothing/);
    assert.deepEqual(users(await list()), ["max"]);
  });

  it("are told of the next day where they were too low, with what suppressions took out", async () => {
    await happen(100, "mary", "111122223333", "listed");
    await happen(105, "max", "444455556666", "listed");
    await happen(110, "bot", "444455556666", "listed", ["maintenance"]);
    assert.equal(digests.length, 0);
    told.length = 0;
    await look(24 * 60);
    const [digest, ...others] = digests;
    assert.deepEqual([others, told], [[], [[await idOf("max"), "escalated"]]]);
    const quiet = { rule: "listed", name: "The call Listed", author: ["Somebody"], level: "low" };
    assert.deepEqual(digest?.alerts, [{ ...quiet, alerts: 2, signals: 2 }]);
    assert.deepEqual(digest?.open, { high: 1 });
    assert.deepEqual(
      digest?.suppressions.map((one) => [one.name, "owner" in one && one.owner, one.hits, one.state]),
      [["maintenance", "Platform team", 1, "in force"]],
    );
    const file = join(folder, "rules.yml");
    await writeFile(file, text);
    const options = { ...places(), since: "2026-01-31T00:00:00Z", rules: [file], format: "json" };
    const listed = await running(() => listSuppressions(options));
    const [suppression] = JSON.parse(listed.out) as readonly { name: string; hits: number }[];
    assert.deepEqual([suppression?.name, suppression?.hits], ["maintenance", 1]);
  });

  it("find in which minute of an hour a storm begins", async () => {
    const at = 25 * 60;
    await happen(at, "ann", "111122223333");
    for (const user of ["bob", "cid", "dan"]) await happen(at + 10, user, "111122223333");
    await happen(at + 20, "eve", "111122223333");
    const signals = new OpenSearchAlertSignals(new CompleteSearch(cluster), levelsFrom("low"));
    const from = start + at * minute;
    const hour = { from, to: from + 60 * minute };
    assert.equal(await signals.stormBegins("stolen", hour, 2), (from + 10 * minute) / minute);
    assert.equal(await signals.stormBegins("stolen", hour, 0), from / minute);
    assert.equal(await signals.stormBegins("stolen", hour, 3), undefined);
    const since = await signals.ofRule("stolen", { ...hour, from: from + 10 * minute });
    assert.deepEqual([since?.count, since?.firstSeen], [4, new Date(from + 10 * minute).toISOString()]);
  });

  it("are about accounts of other partitions of AWS too, also where several detectors share the work", async () => {
    // Half an hour before the digest of the day after.
    const at = 45.5 * 60;
    await happen(at - 10, "zoe", "111122223333", "listed");
    clock = start + at * minute;
    const time = new Date(clock).toISOString();
    const partitions = [
      ["aws-us-gov", "us-gov-west-1", "777788889999"],
      ["aws-cn", "cn-north-1", "444455556666"],
    ] as const;
    const maker = new SignalMaker(rules, [cloudTrail], () => new Date(clock));
    const lines: object[] = [];
    for (const [partition, region, account] of partitions) {
      const key = `AWSLogs/${account}/CloudTrail/${region}/2026/02/02/${account}_CloudTrail_${region}_20260202T0630Z_a.json`;
      const userIdentity = { type: "IAMUser", arn: `arn:${partition}:iam::${account}:user/lee`, accountId: account };
      const event = {
        ...{ eventVersion: "1.11", eventSource: "s3.amazonaws.com", eventName: "Stolen", eventTime: time },
        ...{ eventID: `event of ${partition}`, awsRegion: region, recipientAccountId: account },
        userIdentity: { ...userIdentity, principalId: `AIDAEXAMPLE${account}`, userName: "lee" },
      };
      const body = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
        yield Buffer.from(JSON.stringify({ Records: [event] }));
      };
      const options = { sources: [cloudTrail], now: () => new Date(clock), detect: maker.detect };
      for await (const record of normaliseObject({ bucket: "archive", key }, body(), options)) {
        assert.equal(record.kind, "document");
        if (record.kind !== "document") continue;
        for (const { index, id, document } of maker.signalsOf(record)) {
          lines.push({ create: { _index: index, _id: id } }, document);
        }
      }
    }
    const body = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
    const { status } = await cluster({ method: "POST", path: "/_bulk?refresh=true", body });
    assert.equal(status, 200);
    told.length = 0;
    digests.length = 0;
    for (const later of [1, 2, 65]) {
      clock = start + (at + later) * minute;
      for (const number of [0, 1]) await detector().run(Number.POSITIVE_INFINITY, { number, of: 2 });
      await cluster({ method: "POST", path: "/siem_alerts/_refresh" });
    }
    for (const [partition, region, account] of partitions) {
      const found = (await list({ account })).filter(({ key }) => key[1] === `AIDAEXAMPLE${account}`);
      assert.equal(found.length, 1, `alerts of ${partition}`);
      const shown = await running(() =>
        showAlert(found[0]?.id ?? "", {
          ...places(),
          format: "json",
          signals: "5",
          rules: [join(folder, "rules.yml")],
        }),
      );
      const { signals, count } = JSON.parse(shown.out) as {
        readonly count: number;
        readonly signals: readonly { readonly cloud: { readonly region: string } }[];
      };
      assert.deepEqual([count, signals.map(({ cloud }) => cloud.region)], [1, [region]]);
      const messages = told.filter(([id]) => id === found[0]?.id).map(([, kind]) => kind);
      assert.deepEqual(messages, ["opened", "escalated"], `messages of ${partition}`);
    }
    assert.deepEqual(
      digests.map(({ alerts }) => alerts.map(({ rule }) => rule)),
      [["listed"]],
      "one of the detectors sends the digest",
    );
    assert.equal(digests[0]?.open.high, (await list({ severity: "high" })).length);
  });
});
