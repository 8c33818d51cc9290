import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configure } from "../../functions/configurator/configure";
import { OpenSearchIndex } from "../../functions/loader/adapters/search-index";
import { normaliseObject } from "../../functions/loader/normalise";
import type { SearchIndex } from "../../functions/loader/ports";
import { sources as builtInSources } from "../../functions/loader/registry.generated";
import { defineSource, type LogSource, type RawRecord } from "../../functions/loader/source";
import { mergeSources } from "../../functions/loader/source-modules";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { sampleRecords } from "../invariants/records";
import { fetchCluster } from "../support/fetch-cluster";
import { cloudTrailEvent, cloudTrailKey, InputLoader } from "./input-loader";

/** Names that OpenSearch refuses, or takes for something else than a field. */
const hostileNames = [
  "",
  " ",
  ".",
  "..",
  ".a",
  "a.",
  "a..b",
  "a. .b",
  "_id",
  "_source",
  "_routing",
  "__proto__",
  "*",
  "a\nb",
  "n".repeat(600),
];
const hostile: Readonly<Record<string, unknown>> = Object.fromEntries(
  hostileNames.map((name, n) => [name, `value ${n}`]),
);

/** A source that copies whatever a record holds into its documents. */
const copying = defineSource({
  id: "acme-copy",
  title: "Copies",
  documentation: "https://example.com/copy",
  module: "acme",
  dataset: "acme.copy",
  indexPeriod: "month",
  delivery: "By hand.",
  format: "json",
  keys: [{ pattern: /(?:^|\/)copy\/[^/]+$/ }],
  recognises: () => false,
  open: () => (record) => {
    const value = record.value as { readonly "@timestamp"?: string };
    return {
      kind: "event",
      document: { "@timestamp": "2026-01-02T03:04:05Z", ...value, acme: { copy: record.value } },
    };
  },
  fields: { "acme.copy": "flat_object" },
});

const sources = mergeSources(builtInSources, [copying]);

describe("faults of fields and bulk requests in a real OpenSearch", function () {
  this.timeout(240_000);
  let folder: string;
  let processes: Processes;
  let url: string;
  let search: SearchIndex;

  const cluster = fetchCluster(() => url);

  const hits = async (index: string, query: object = { match_all: {} }) => {
    await cluster({ method: "POST", path: "/siem-*/_refresh" });
    const { body } = await cluster({ method: "POST", path: `/${index}/_search`, body: { query, size: 100 } });
    return (body as { hits: { hits: { _id: string; _source: Readonly<Record<string, unknown>> }[] } }).hits.hits;
  };

  /** Loads an object into the cluster; gives its account. */
  const load = async (key: string, content: string) => {
    const loader = new InputLoader({ sources }, { search });
    assert.deepEqual(await loader.load(key, content), []);
    const { received, indexed, rejected } = loader.accounted;
    return { received, indexed, rejected, aside: [...loader.aside.objects.values()] };
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-input-"));
    processes = new Processes(folder);
    const classPath = await openSearchJars.install(progressOnStderr());
    ({ url } = await startOpenSearch(processes, { stateFolder: folder, classPath, heapMegabytes: 512 }));
    const credentials = () => Promise.resolve({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" });
    search = new OpenSearchIndex({ endpoint: url, region: "eu-west-1", credentials });
    const settings = {
      endpoint: url,
      region: "eu-west-1",
      loaderRoleArn: undefined,
      analystRoleArns: [],
      operatorRoleArns: [],
      retentionDays: 90,
    };
    await configure(
      { sources, savedObjects: [] },
      { ...settings, replicas: "auto" },
      { cluster, clock: { remaining: () => 0, sleep: async () => undefined }, warn: (message) => assert.fail(message) },
    );
  });
  after(async () => {
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  it("row 34: names that OpenSearch refuses cost no document: in a flat_object they are replaced, always in the same way", async () => {
    const event = cloudTrailEvent(1, { requestParameters: { ...hostile, inner: [hostile] } });
    const { indexed, rejected } = await load(cloudTrailKey, JSON.stringify({ Records: [event] }));
    assert.deepEqual([indexed, rejected], [1, 0]);
    for (const [field, value] of [
      ["a__b", "value 6"],
      ["_a", "value 4"],
      ["a_", "value 5"],
      ["_id", "value 8"],
      ["__proto__", "value 11"],
      ["inner.a__b", "value 6"],
    ] as const) {
      const found = await hits("siem-aws.cloudtrail-*", {
        term: { [`aws.cloudtrail.request_parameters.${field}`]: value },
      });
      assert.equal(found.length, 1, field);
    }
  });

  it("row 34: a source of one's own that copies all names loses no document: names are replaced, and the document says so", async () => {
    const { indexed, rejected, aside } = await load(
      "copy/a.json",
      JSON.stringify({ ...hostile, inner: { ...hostile } }),
    );
    assert.deepEqual([indexed, rejected], [1, 0], aside.join());
    const [hit] = await hits("siem-acme.copy-*");
    assert.deepEqual(hit?._source.tags, ["field-renamed"]);
    const values = Object.entries(hit?._source ?? {}).filter(([, value]) => String(value).startsWith("value "));
    assert.equal(values.length, hostileNames.length);
    assert.ok(!values.some(([name]) => name === "" || name.includes("..") || name === "_id"));
  });

  it("row 34: no source's document is refused because of names, wherever in a record they are", async () => {
    const refused: string[] = [];
    for (const source of builtInSources) {
      const documents = await documentsOf(source);
      const lines = documents.flatMap(({ index, document }) => [
        JSON.stringify({ create: { _index: index } }),
        JSON.stringify(document),
      ]);
      if (lines.length === 0) continue;
      const { body } = await cluster({ method: "POST", path: "/_bulk", body: `${lines.join("\n")}\n` });
      for (const { create } of (body as { items: { create: { status: number; error?: unknown } }[] }).items)
        if (create.status !== 201) refused.push(`${source.id}: ${JSON.stringify(create.error)}`);
    }
    assert.deepEqual(refused, []);
  });

  it("row 35: an id that is a bulk action of its own is an id, and nothing else happens", async () => {
    const index = "siem-aws.cloudtrail-2026-01";
    await load(cloudTrailKey, JSON.stringify({ Records: [cloudTrailEvent(7)] }));
    const victim = cloudTrailEvent(7).eventID;
    const before = (await hits(index)).length;
    const ids = [
      `x"}}\n{"delete":{"_index":"${index}","_id":"${victim}"}}\n{"create":{"_id":"y`,
      `x\r\n{"delete":{"_index":"${index}","_id":"${victim}"}}\r\n`,
      `\u2028{"delete":{"_index":"${index}","_id":"${victim}"}}`,
      "i".repeat(2_000),
    ];
    const events = ids.map((eventID, n) =>
      cloudTrailEvent(n, { eventID, requestParameters: { text: `a\n{"delete":{}}` } }),
    );
    const { indexed, rejected } = await load(`${cloudTrailKey}.2`, JSON.stringify({ Records: events }));
    assert.deepEqual([indexed, rejected], [ids.length, 0]);
    const after = await hits(index);
    assert.equal(after.length, before + ids.length);
    assert.ok(after.some(({ _id }) => _id === victim));
  });

  it("row 35: whatever a record says of its time, it comes into an index of its source", async () => {
    const times = [
      "2026-01-02T03:04:05Z",
      "2026-01/../*",
      "Jan 2 2026 (a,b)",
      "2026-01-02 (\n)",
      "99999-01-01",
      "<script>",
      "-271821-04-20T00:00:00Z",
    ];
    const records = times.map((time) => JSON.stringify({ "@timestamp": time })).join("\n");
    const { received, indexed, rejected, aside } = await load("copy/times.json", records);
    assert.deepEqual([received, indexed, rejected], [times.length, times.length, 0], aside.join());
    const { body } = await cluster({ method: "GET", path: "/_cat/indices/siem-acme*?format=json" });
    for (const { index } of body as { index: string }[]) assert.match(index, /^siem-acme\.copy-\d{4}-\d\d$/);
  });
});

/** The documents of a source's sample records, with hostile names in every object of them. */
async function documentsOf(source: LogSource) {
  const records = (await sampleRecords(source)).filter(({ value }) => typeof value === "object");
  const { recordStart, xmlElement, unfold, ...others } = source;
  let next = 0;
  const changing: LogSource = {
    ...others,
    format: "lines",
    open: (object) => {
      const map = source.open(object);
      return () => map(withHostileNames(records[next++] ?? assert.fail()));
    },
  };
  const body = (async function* () {
    yield Buffer.from("x\n".repeat(records.length));
  })();
  const options = { sources: [changing], source: source.id, now: () => new Date("2026-01-02T03:04:05.000Z") };
  const documents: { index: string; document: unknown }[] = [];
  for await (const record of normaliseObject({ bucket: "archive", key: "changed" }, body, options))
    if (record.kind === "document") documents.push(record);
  return documents;
}

function withHostileNames(record: RawRecord): RawRecord {
  return { ...record, value: salted(record.value) };
}

function salted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(salted);
  return { ...Object.fromEntries(Object.entries(value).map(([name, member]) => [name, salted(member)])), ...hostile };
}
