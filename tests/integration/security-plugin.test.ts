import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlertDesk } from "../../cli/alerts/desk";
import type { Cluster } from "../../functions/configurator/cluster";
import { type ConfiguratorReport, configure } from "../../functions/configurator/configure";
import { Detector } from "../../functions/detector/detector-run";
import { signalFields } from "../../functions/detector/signal-document";
import { OpenSearchIndex } from "../../functions/loader/adapters/search-index";
import { judgeItem } from "../../functions/loader/bulk-verdict";
import { sources } from "../../functions/loader/registry.generated";
import { OpenSearchActivity, OpenSearchStateStore } from "../../functions/silence/opensearch-activity";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { secureOpenSearchJars } from "../../local/toolchain/opensearch-jars";
import { cloudTrailRule, ruleSet } from "../functions/detector/rules";
import { asRole, startSecuredOpenSearch } from "./secured-opensearch";

const [configuratorRole, loaderRole, operatorRole, watcherRole, detectorRole, analystRole, otherRole] = [
  "content",
  "loader",
  "operator",
  "silence",
  "detector",
  "analyst",
  "stranger",
].map((name) => `arn:aws:iam::111122223333:role/${name}`) as [string, string, string, string, string, string, string];

/** What the loader must not be able to do: method, path, body. */
const refused: Readonly<Record<string, readonly [string, string, string?]>> = {
  "delete a document": ["DELETE", "/siem-aws.cloudtrail-2026-01/_doc/event-1"],
  "update a document": ["POST", "/siem-aws.cloudtrail-2026-01/_update/event-1", '{"doc":{"message":"changed"}}'],
  "update by query": ["POST", "/siem-*/_update_by_query", '{"script":"ctx._source.message = 1"}'],
  "delete by query": ["POST", "/siem-*/_delete_by_query", '{"query":{"match_all":{}}}'],
  "search documents": ["POST", "/siem-*/_search", "{}"],
  "count documents": ["POST", "/siem-*/_count", "{}"],
  "read a document": ["GET", "/siem-aws.cloudtrail-2026-01/_doc/event-1"],
  "read several documents": ["POST", "/_mget", '{"docs":[{"_index":"siem-aws.cloudtrail-2026-01","_id":"event-1"}]}'],
  "copy documents": ["POST", "/_reindex", '{"source":{"index":"siem-*"},"dest":{"index":"siem-copy"}}'],
  "change an index's settings": ["PUT", "/siem-*/_settings", '{"index.final_pipeline":"_none"}'],
  "make an index read-only": ["PUT", "/siem-aws.cloudtrail-2026-01/_block/write"],
  "change a mapping": ["PUT", "/siem-*/_mapping", '{"properties":{"odd":{"type":"long"}}}'],
  "close an index": ["POST", "/siem-aws.cloudtrail-2026-01/_close"],
  "delete an index": ["DELETE", "/siem-aws.cloudtrail-2026-01"],
  "delete all indices": ["DELETE", "/siem-*"],
  "rename by an alias": [
    "POST",
    "/_aliases",
    '{"actions":[{"add":{"index":"siem-aws.cloudtrail-2026-01","alias":"siem-x"}}]}',
  ],
  "empty the bin of an index": ["POST", "/siem-aws.cloudtrail-2026-01/_forcemerge"],
  "make an index of another name": ["PUT", "/other"],
  "write into an index of another name": ["POST", "/other/_doc", "{}"],
  "change a template": ["PUT", "/_index_template/siem-other", '{"index_patterns":["siem-*"]}'],
  "change what templates share": ["PUT", "/_component_template/siem-settings", '{"template":{}}'],
  "change the pipeline": ["PUT", "/_ingest/pipeline/siem-create-only", '{"processors":[]}'],
  "delete the pipeline": ["DELETE", "/_ingest/pipeline/siem-create-only"],
  "change the cluster's settings": ["PUT", "/_cluster/settings", '{"transient":{"action.auto_create_index":false}}'],
  "take a snapshot": ["PUT", "/_snapshot/repository", '{"type":"fs","settings":{"location":"/tmp"}}'],
  "see the cluster's state": ["GET", "/_cluster/state"],
  "see the cluster's health": ["GET", "/_cluster/health"],
  "see the indices": ["GET", "/_cat/indices"],
  "see the node": ["GET", "/"],
  "read security roles": ["GET", "/_plugins/_security/api/roles"],
  "give itself more": ["PUT", "/_plugins/_security/api/roles/siem_loader", '{"cluster_permissions":["*"]}'],
  "map itself to another role": [
    "PUT",
    "/_plugins/_security/api/rolesmapping/all_access",
    JSON.stringify({ backend_roles: [loaderRole] }),
  ],
  "make a user": ["PUT", "/_plugins/_security/api/internalusers/x", '{"password":"Xy-12345678-zZ"}'],
  "read the security plugin's own index": ["POST", "/.opendistro_security/_search", "{}"],
};

const line = (value: unknown): string => JSON.stringify(value);

/** The real security plugin judges what the configurator installed: the domain's plugin, on a node of our own. */
describe("the roles that the configurator installs, in the security plugin", function () {
  this.timeout(300_000);
  let folder: string;
  let processes: Processes;
  let url: string;
  /** Stands where the managed domain turns the signature into a role: whoever comes here is the loader. */
  let loadersDoor: Server;
  let report: ConfiguratorReport;

  const call = async (role: string, method: string, path: string, body?: string) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...asRole(role), "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, text };
  };

  const clusterAs =
    (role: string): Cluster =>
    async ({ method, path, body }) => {
      const payload = body === undefined || typeof body === "string" ? body : line(body);
      const { status, text } = await call(role, method, path, payload);
      return { status, body: text.startsWith("{") ? JSON.parse(text) : text };
    };
  const cluster = clusterAs(configuratorRole);

  const install = () =>
    configure(
      { sources, savedObjects: [] },
      {
        endpoint: url,
        region: "eu-west-1",
        loaderRoleArn: loaderRole,
        analystRoleArns: [analystRole],
        operatorRoleArns: [operatorRole],
        detectorRoleArn: detectorRole,
        watcherRoleArn: watcherRole,
        retentionDays: undefined,
        replicas: 0,
      },
      { cluster, clock: { remaining: () => 0, sleep: async () => undefined }, warn: (message) => assert.fail(message) },
    );

  /** The loader's own adapter, through its door. */
  const search = () =>
    new OpenSearchIndex({
      endpoint: `http://127.0.0.1:${(loadersDoor.address() as AddressInfo).port}`,
      region: "eu-west-1",
      credentials: async () => ({ accessKeyId: "local", secretAccessKey: "local" }),
    });

  const create = (index: string, id: string, document: object) =>
    search().bulk(`${line({ create: { _index: index, _id: id } })}\n${line(document)}\n`);

  /** The answers to a bulk request of operations that the loader never sends: status and type of error of each. */
  const bulk = async (...lines: readonly object[]) => {
    const { text } = await call(loaderRole, "POST", "/_bulk", `${lines.map(line).join("\n")}\n`);
    const { items } = JSON.parse(text) as { items: Record<string, { status: number; error?: { type: string } }>[] };
    return items.flatMap((item) => Object.values(item).map(({ status, error }) => [status, error?.type]));
  };

  const stored = async (index: string, id: string) => {
    const { text } = await call(configuratorRole, "GET", `/${index}/_doc/${id}`);
    const { _version, _source } = JSON.parse(text) as { _version: number; _source: unknown };
    return { _version, _source };
  };

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), "siem-security-"));
    processes = new Processes(folder);
    let classPath: string;
    try {
      await secureOpenSearchJars.check();
      classPath = await secureOpenSearchJars.install(progressOnStderr());
    } catch (error) {
      console.error(`SKIPPED: the security plugin could not be had: ${String(error)}`);
      return this.skip();
    }
    ({ url } = await startSecuredOpenSearch(processes, {
      stateFolder: folder,
      classPath,
      masterRoleArn: configuratorRole,
    }));
    loadersDoor = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const headers = new Headers(asRole(loaderRole));
        for (const name of ["content-type", "content-encoding"]) {
          const value = request.headers[name];
          if (typeof value === "string") headers.set(name, value);
        }
        const { method = "GET" } = request;
        const answer = await fetch(`${url}${request.url ?? "/"}`, { method, headers, body: Buffer.concat(chunks) });
        response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
        response.end(await answer.text());
      })();
    });
    await new Promise<void>((resolve) => loadersDoor.listen(0, "127.0.0.1", resolve));
    report = await install();
  });

  after(async () => {
    loadersDoor?.closeAllConnections();
    loadersDoor?.close();
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  it("are taken by the plugin, and a second time nothing changes", async () => {
    for (const name of ["security role siem_loader", "mapping of security role siem_loader"]) {
      assert.ok(report.installed.includes(name), name);
    }
    const second = await install();
    assert.deepEqual([second.installed, second.changed], [[], []]);
  });

  it("let the loader create documents in an index that is made by the first of them, from its template", async () => {
    const document = { "@timestamp": "2026-01-02T03:04:05.000Z", message: "first", unheard_of: { of: 1 } };
    for (const id of ["event-1", "event-2"]) {
      const reply = await create("siem-aws.cloudtrail-2026-01", id, document);
      assert.deepEqual(reply, { kind: "items", items: [{ status: 201, type: undefined, reason: undefined }] });
    }
    const { text } = await call(configuratorRole, "GET", "/siem-aws.cloudtrail-2026-01");
    assert.match(text, /"final_pipeline":"siem-create-only"/);
    assert.match(text, /"dynamic":"false"/);
    assert.doesNotMatch(text, /unheard_of/);
  });

  it("let the function that looks for silence count the logs, and keep what it remembers, and no more", async () => {
    await call(configuratorRole, "POST", "/siem-*/_refresh");
    const watching = clusterAs(watcherRole);
    const activity = new OpenSearchActivity(watching, () => Date.now());
    assert.deepEqual(await activity.lastDocuments(0, 0), []);
    const store = new OpenSearchStateStore(watching);
    assert.equal(await store.read(), undefined);
    for (const state of ["first", "second"]) {
      await store.write(state);
      assert.equal(await store.read(), state);
    }
    const { text } = await call(configuratorRole, "GET", "/watch-silence/_mapping");
    assert.deepEqual(JSON.parse(text), { "watch-silence": { mappings: { dynamic: "false" } } });
    const forbidden: readonly (readonly [string, string, string])[] = [
      ["POST", "/siem-aws.cloudtrail-2026-01/_doc", "{}"],
      ["DELETE", "/siem-aws.cloudtrail-2026-01", ""],
      ["DELETE", "/watch-silence", ""],
      ["POST", "/.opendistro_security/_search", "{}"],
      ["POST", "/other/_doc", "{}"],
    ];
    for (const [method, path, body] of forbidden) {
      const { status } = await call(watcherRole, method, path, body === "" ? undefined : body);
      assert.equal(status, 403, `${method} ${path}`);
    }
  });

  it("let the detector raise alerts of signals, which people close, and neither of them read more or change logs", async () => {
    const rules = ruleSet(cloudTrailRule("stolen", "Stolen"));
    const [rule] = rules.rules;
    assert.ok(rule !== undefined);
    const time = Date.now();
    const facts = { kind: "rule", rule: "stolen", eventId: "event-1", groups: [], values: {}, alerts: true } as const;
    const fields = signalFields(rule, "signal-1", time, { ...facts, alertKey: ["mary"], alertWindow: 86_400_000 });
    const iso = new Date(time).toISOString();
    const signal = { "@timestamp": iso, event: { kind: "signal", ingested: iso }, ...fields };
    const reply = await create(`siem-signals-${iso.slice(0, 7)}`, "signal-1", signal);
    assert.deepEqual(reply.kind === "items" ? reply.items.map(({ status }) => status) : reply, [201]);
    await call(configuratorRole, "POST", "/siem-*/_refresh");
    const sent: string[] = [];
    const hour = 3_600_000;
    const times = { growthInterval: hour, escalateAfter: hour } as const;
    const policy = { notifyLevel: "medium", escalateLevel: "high", stormAlerts: 9, ...times } as const;
    for (const later of [0, 1_000]) {
      await new Detector(
        rules,
        clusterAs(detectorRole),
        async ({ id }) => {
          sent.push(id);
        },
        { overlap: 600_000, allowedLateness: 0, alertLevel: "informational", policy },
        () => new Date(time + 60_000 + later),
      ).run(Number.POSITIVE_INFINITY);
      await call(configuratorRole, "POST", "/siem_alerts/_refresh");
    }
    const desk = new AlertDesk(clusterAs(analystRole));
    const [alert] = await desk.list({}, 10);
    assert.deepEqual([alert?.id], sent.slice(0, 1));
    const decision = { status: "closed", verdict: "benign", note: "a test", author: "anna" } as const;
    const closed = await desk.decide(String(alert?.id), decision);
    assert.equal((await desk.signals(closed, 10)).length, 1);
    const log = "siem-aws.cloudtrail-2026-01";
    const forbidden: readonly (readonly [string, string, string, string?])[] = [
      [detectorRole, "POST", `/${log}/_search`, "{}"],
      [detectorRole, "POST", "/other/_doc", "{}"],
      [detectorRole, "DELETE", "/siem_alerts"],
      [detectorRole, "DELETE", "/siem-signals-*"],
      [analystRole, "POST", `/${log}/_doc`, "{}"],
      [analystRole, "DELETE", "/siem_alerts"],
      [analystRole, "POST", "/siem_alerts/_delete_by_query", '{"query":{"match_all":{}}}'],
      [analystRole, "POST", "/siem_detector/_search", "{}"],
      [loaderRole, "POST", "/_bulk", `${line({ index: { _index: "siem_alerts", _id: alert?.id } })}\n{}\n`],
    ];
    for (const [role, method, path, body] of forbidden) {
      const { status, text } = await call(role, method, path, body);
      assert.ok(status === 403 || /"status":403/.test(text), `${role} ${method} ${path}: ${status} ${text}`);
    }
  });

  it("answer a document that is there already with a conflict, which the loader counts as a duplicate", async () => {
    const reply = await create("siem-aws.cloudtrail-2026-01", "event-1", { message: "second" });
    assert.equal(reply.kind === "items" ? reply.items[0]?.status : reply.reason, 409);
  });

  const replacing: Readonly<Record<string, object>> = {
    "an index operation": {},
    "one with a higher version of its own": { version: 99, version_type: "external" },
    "one that takes any version": { version: 1, version_type: "external_gte" },
    "one that knows what it replaces": { if_seq_no: 0, if_primary_term: 1 },
    "one that asks for no pipeline": { pipeline: "_none" },
  };
  for (const [name, parameters] of Object.entries(replacing)) {
    it(`keep a document from being replaced by ${name}`, async () => {
      const target = { _index: "siem-aws.cloudtrail-2026-01", _id: "event-1" };
      assert.deepEqual(await bulk({ index: { ...target, ...parameters } }, { message: "forged" }), [
        [409, "version_conflict_engine_exception"],
      ]);
      const { _version, _source } = await stored("siem-aws.cloudtrail-2026-01", "event-1");
      assert.deepEqual([_version, (_source as { message: string }).message], [1, "first"]);
    });
  }

  it("could not do so alone: where an index lacks the pipeline, the plugin lets the loader replace", async () => {
    const settings = { settings: { "index.final_pipeline": "_none" }, mappings: { dynamic: false } };
    await call(configuratorRole, "PUT", "/siem-unguarded", line(settings));
    const target = { _index: "siem-unguarded", _id: "event-1" };
    const answers = await bulk({ create: target }, { message: "first" }, { index: target }, { message: "forged" });
    assert.deepEqual(
      answers.map(([status]) => status),
      [201, 200],
    );
  });

  it("have the pipeline after the configurator's next run, also where it was installed long ago", async () => {
    assert.deepEqual((await install()).changed, ["ingest pipeline siem-create-only"]);
    const answers = await bulk({ index: { _index: "siem-unguarded", _id: "event-1" } }, { message: "forged again" });
    assert.deepEqual(answers, [[409, "version_conflict_engine_exception"]]);
    assert.deepEqual((await install()).changed, []);
  });

  it("refuse updates and deletions inside a bulk request", async () => {
    const target = { _index: "siem-aws.cloudtrail-2026-01", _id: "event-1" };
    const operations = [{ delete: target }, { update: target }, { doc: { message: "forged" } }];
    assert.deepEqual(await bulk(...operations), [
      [403, "security_exception"],
      [403, "security_exception"],
    ]);
    assert.equal((await stored("siem-aws.cloudtrail-2026-01", "event-1"))._version, 1);
  });

  it("refuse bulk documents for other indices", async () => {
    const names = ["other", ".opendistro_security", "security-auditlog-2026.01.02"];
    const answers = await bulk(...names.flatMap((name) => [{ create: { _index: name, _id: "x" } }, {}]));
    assert.deepEqual(
      answers.map(([status]) => status),
      [403, 403, 403],
    );
  });

  it("refuse a document whose fields would change a mapping: templates are closed, and the loader cannot open one", async () => {
    await call(configuratorRole, "PUT", "/siem-open", '{"mappings":{"dynamic":true}}');
    const answers = await bulk({ create: { _index: "siem-open", _id: "x" } }, { odd: 1 });
    assert.deepEqual(answers, [[403, "security_exception"]]);
  });

  it("let who loads again look whether documents are there, and create those that are not", async () => {
    const query = line({ size: 2, _source: false, query: { ids: { values: ["event-1", "event-9"] } } });
    await call(configuratorRole, "POST", "/siem-*/_refresh");
    const found = await call(
      operatorRole,
      "POST",
      "/siem-aws.cloudtrail-*/_search?ignore_unavailable=true&allow_no_indices=true",
      query,
    );
    assert.equal(found.status, 200, found.text);
    assert.match(found.text, /"_id":"event-1"/);
    assert.doesNotMatch(found.text, /event-9/);
    const target = { _index: "siem-aws.cloudtrail-2026-01", _id: "event-9" };
    const created = await call(operatorRole, "POST", "/_bulk", `${line({ create: target })}\n{"message":"late"}\n`);
    assert.match(created.text, /"status":201/);
    const deleted = await call(operatorRole, "POST", "/_bulk", `${line({ delete: target })}\n`);
    assert.match(deleted.text, /"status":403/);
    assert.equal((await call(operatorRole, "DELETE", "/siem-aws.cloudtrail-2026-01")).status, 403);
  });

  for (const [name, [method, path, body]] of Object.entries(refused)) {
    it(`do not let the loader ${name}`, async () => {
      const { status, text } = await call(loaderRole, method, path, body);
      assert.equal(status, 403, text);
    });
  }

  it("leave documents waiting where somebody deleted the pipeline, until the configurator runs again", async () => {
    const index = "siem-aws.cloudtrail-2026-01";
    await call(configuratorRole, "DELETE", "/_ingest/pipeline/siem-create-only");
    const refusal = await create(index, "event-10", { message: "late" });
    assert.deepEqual(refusal.kind === "items" ? refusal.items.map(judgeItem) : refusal, ["blocked"]);
    assert.deepEqual((await install()).installed, ["ingest pipeline siem-create-only"]);
    const reply = await create(index, "event-10", { message: "late" });
    assert.deepEqual(reply.kind === "items" ? reply.items.map(judgeItem) : reply, ["indexed"]);
  });

  it("refuse whoever has another IAM role, or none", async () => {
    const body = `${line({ create: { _index: "siem-x", _id: "x" } })}\n{}\n`;
    assert.equal((await call(otherRole, "POST", "/_bulk", body)).status, 403);
    const headers = { "content-type": "application/json" };
    assert.equal((await fetch(`${url}/_bulk`, { method: "POST", headers, body })).status, 401);
  });
});
