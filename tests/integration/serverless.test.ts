import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { AlertDesk } from "../../cli/alerts/desk";
import { pagesOf } from "../../cli/hunt/pages";
import { allSavedObjects } from "../../dashboards";
import { configure } from "../../functions/configurator/configure";
import { changingIndices } from "../../functions/configurator/detection-indices";
import { openSearchCluster } from "../../functions/configurator/opensearch-cluster";
import { configuratorSettings } from "../../functions/configurator/settings";
import { Detector, type DetectorRunOptions, type Partition } from "../../functions/detector/detector-run";
import type { Digest } from "../../functions/detector/digest/digest";
import { groupsAbove } from "../../functions/detector/groups";
import { CompleteSearch } from "../../functions/detector/opensearch/search";
import { detectionPlan } from "../../functions/detector/plan";
import { signalFields } from "../../functions/detector/signal-document";
import { OpenSearchIndex } from "../../functions/loader/adapters/search-index";
import { sources } from "../../functions/loader/registry.generated";
import { DocumentTable } from "../../functions/shared/state-table/document-table";
import { OpenSearchActivity } from "../../functions/silence/opensearch-activity";
import { defaultSilenceRules } from "../../functions/silence/rules";
import { TableStateStore } from "../../functions/silence/table-state";
import { watchSilence } from "../../functions/silence/watch";
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
${cloudTrailRule("listed", "Listed").replace("level: high", "level: low")}
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
  let client: DynamoDBClient;
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
    const python = await awsEmulatorPackage.install(progressOnStderr());
    const place = { stateFolder: folder, python, accountId: "111122223333", region };
    client = new DynamoDBClient(emulatorClient((await startAwsEmulator(processes, place)).endpoint, region));
  });
  after(async () => {
    client.destroy();
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

  const cluster = () => openSearchCluster(`https://${front.endpoint}`, region, credentials, { service: "aoss" });
  const shown = () => node({ method: "POST", path: "/_refresh" });
  const minute = 60_000;

  /** A table of its own with signals in the collection, and detectors that look at them minute by minute from a time on. */
  const detection = async (tableName: string, start: number, { stormAlerts = 20 } = {}) => {
    const stateTable = { client, tableName };
    await createStateTable(client, tableName);
    let now = start;
    const sent: string[] = [];
    const digests: Digest[] = [];
    const options: DetectorRunOptions = {
      overlap: 10 * minute,
      allowedLateness: 60 * minute,
      alertLevel: "low",
      policy: {
        ...{ notifyLevel: "medium", escalateLevel: "critical" },
        ...{ growthInterval: 60 * minute, escalateAfter: 60 * minute, stormAlerts },
      },
      stateTable,
      digest: {
        hour: 7,
        send: async (_, digest) => {
          digests.push(digest);
        },
      },
    };
    return {
      stateTable,
      sent,
      digests,
      desk: new AlertDesk(cluster(), stateTable, () => new Date(now)),
      signal: async (id: string, rule: string, user: string, address: string, time = now) => {
        const fields = signalFields(plan.detections.get(rule)!, id, time, {
          ...{ kind: "rule", rule, eventId: `event-${id}`, values: { user: [user] } },
          groups: groupsAbove(plan.correlations, { rule, values: { user: [user] } }),
          ...{ alerts: true, alertKey: [user], alertWindow: 86_400_000 },
        });
        const at = new Date(time).toISOString();
        const about = { related: { user: [user], ip: [address] } };
        const document = { "@timestamp": at, event: { kind: "signal", ingested: at }, ...about, ...fields };
        await bulk("siem-signals-2026-01", id, document);
      },
      run: async (partition?: Partition, at = now + minute) => {
        await shown();
        now = at;
        const detector = new Detector(
          rules,
          cluster(),
          async ({ rule, status, kind: what }, { kind }) => {
            sent.push(`${rule.key} ${status} ${kind}${what === "storm" ? " storm" : ""}`);
          },
          options,
          () => new Date(now),
        );
        return detector.run(Number.POSITIVE_INFINITY, partition);
      },
    };
  };

  it("has its alerts raised once, kept in a table, and found by searches as they are", async () => {
    const { signal, run, sent, desk } = await detection("raised", Date.parse("2026-01-20T09:00:00Z"));
    await signal("signal-0", "denied", "mary", "198.51.100.1");
    await signal("signal-1", "denied", "mary", "198.51.100.2");
    const reports = [await run(), await run(), await run()];
    // What the first run finds in signals can be searched only later: the second one raises the alert of it.
    assert.deepEqual(
      reports.map(({ opened }) => opened),
      [1, 1, 0],
    );
    assert.equal(reports[0]!.correlationHits, 1);
    assert.deepEqual(sent, ["denied open opened", "many_denials open opened"]);

    await shown();
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
  });

  it("has storms, detectors that share the work, and a daily digest; an alert that cannot be read keeps no other back", async () => {
    const start = Date.parse("2026-01-22T09:00:00Z");
    const { signal, run, sent, digests, desk, stateTable } = await detection("shared", start, { stormAlerts: 2 });
    const runBoth = async (at?: number) => {
      const reports = [await run({ number: 0, of: 2 }, at), await run({ number: 1, of: 2 }, at)];
      return {
        opened: reports.reduce((sum, { opened }) => sum + opened, 0),
        unreadable: reports.flatMap(({ unreadable }) => unreadable),
      };
    };
    for (const user of ["ann", "bea", "cleo"]) await signal(`storm-${user}`, "denied", user, "198.51.100.3");
    await signal("quiet", "listed", "dora", "198.51.100.3");
    assert.deepEqual(await runBoth(), { opened: 2, unreadable: [] });
    assert.deepEqual(sent, ["denied open opened storm"]);

    await shown();
    const [quiet] = (await desk.list({ rule: "listed" }, 1)).map(({ id }) => id);
    await stateTable.client.send(
      new UpdateItemCommand({
        TableName: stateTable.tableName,
        Key: { kind: { S: "alert" }, id: { S: quiet! } },
        UpdateExpression: "SET document = :document",
        ExpressionAttributeValues: { ":document": { S: "{}" } },
      }),
    );
    await signal("quiet-again", "listed", "dora", "198.51.100.3");
    await signal("quiet-other", "listed", "edna", "198.51.100.3");
    assert.deepEqual(await runBoth(), { opened: 1, unreadable: [quiet] });

    await runBoth(Date.parse("2026-01-23T07:10:00Z"));
    assert.deepEqual(
      digests.map(({ alerts }) => alerts.map(({ rule, alerts, signals }) => [rule, alerts, signals])),
      [[["listed", 2, 2]]],
    );
    assert.equal(sent.length, 1, "the storm is told once");
  });

  it("has its silence told once: who sends is kept in the table too", async () => {
    await createStateTable(client, "silence");
    const end = Date.parse("2026-01-28T12:00:00Z");
    const hour = 60 * minute;
    const lines: object[] = [];
    for (let time = end - 5 * 24 * hour; time < end - 24 * hour; time += hour) {
      const at = new Date(time).toISOString();
      const cloud = { account: { id: "111122223333" }, region: "eu-west-1" };
      lines.push(
        { create: { _index: "siem-aws.vpcflow-2026-01-27", _id: `flow-${time}` } },
        { "@timestamp": at, event: { dataset: "aws.vpcflow", ingested: at }, cloud },
      );
    }
    await loader().bulk(`${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
    await shown();
    const messages: string[] = [];
    const look = (time: number) =>
      watchSilence(defaultSilenceRules, {
        activity: new OpenSearchActivity(cluster(), () => time),
        store: new TableStateStore(new DocumentTable(client, "silence", "silence")),
        notifier: { publish: async (_, message) => void messages.push(message) },
        now: () => time,
      });
    const reports = [await look(end), await look(end + hour)];
    assert.deepEqual(
      reports.map(({ silent, news, learned }) => [silent, news, learned]),
      [
        [1, 1, true],
        [1, 0, false],
      ],
    );
    assert.match(messages.join(), /^SILENT {2}aws\.vpcflow of account 111122223333 in eu-west-1: nothing since/);
  });

  it("is hunted in as a domain is: `siem hunt` asks it for nothing that it does not serve", async () => {
    const search = new CompleteSearch(cluster());
    const pages = pagesOf(
      (index, body) => search.search(index, { ...body }),
      "siem-aws.vpcflow-*",
      { term: { "cloud.account.id": "111122223333" } },
      "2026-01-27T00:00:00Z",
    );
    const found: string[] = [];
    for await (const page of pages) found.push(...page.map(({ _id }) => _id));
    assert.equal(found.length, 12);
  });

  it("has nobody told it when documents are shown", async () => {
    const body = '{"create":{"_index":"siem-signals-2026-01","_id":"refreshed"}}\n{}\n';
    const headers = { "content-type": "application/x-ndjson" };
    const { status } = await cluster()({ method: "POST", path: "/_bulk?refresh=true", body, headers });
    assert.equal(status, 400);
  });

  it("loses indices whose youngest event is older than the retention, and no others", async () => {
    await bulk("siem-aws.cloudtrail-2025-10", "old", {});
    await bulk("siem-aws.cloudtrail-2025-11", "young", {});
    const report = await install(new Date("2026-01-30T00:00:00Z"));
    assert.deepEqual(report.changed, ["indices older than 90 days"]);
    const { body } = await node({ method: "GET", path: "/_cat/indices/siem-aws.cloudtrail*?format=json&h=index" });
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
