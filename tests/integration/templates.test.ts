import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { allSavedObjects } from "../../dashboards";
import type { Aggregation } from "../../dashboards/aggregations";
import { configure } from "../../functions/configurator/configure";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import type { LogSource } from "../../functions/loader/source";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { typeFaults } from "../../tools/document-faults";
import { mutatedRecord, sampleRecords } from "../invariants/records";
import { fetchCluster } from "../support/fetch-cluster";

interface GoldenDocument {
  readonly event: { readonly dataset: string };
}

interface PlacedDocument {
  readonly file: string;
  readonly document: GoldenDocument;
}

async function goldenDocuments(): Promise<PlacedDocument[]> {
  const found: PlacedDocument[] = [];
  for (const { id } of sources) {
    const folder = join(__dirname, "../../sources", id, "samples");
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".expected.json"))) {
      const { documents } = JSON.parse(await readFile(join(folder, file), "utf8")) as { documents: GoldenDocument[] };
      found.push(...documents.map((document) => ({ file: `${id}/${file}`, document })));
    }
  }
  return found;
}

/** Documents of a source's records with parts replaced, as they would be indexed. */
async function changedDocuments(source: LogSource, count: number): Promise<PlacedDocument[]> {
  const records = fc.sample(mutatedRecord(await sampleRecords(source)), { numRuns: count, seed: 5 });
  const { recordStart, xmlElement, unfold, ...others } = source;
  const changing: LogSource = {
    ...others,
    format: "lines",
    open: (object) => {
      const map = source.open(object);
      let next = 0;
      return () => map(records[next++] ?? assert.fail());
    },
  };
  const body = (async function* () {
    yield Buffer.from("x\n".repeat(count));
  })();
  const options = { sources: [changing], source: source.id, now: () => new Date("2026-01-02T03:04:05.000Z") };
  const found: PlacedDocument[] = [];
  for await (const record of normaliseObject({ bucket: "archive", key: "changed" }, body, options)) {
    if (record.kind !== "document") continue;
    const document: GoldenDocument = JSON.parse(JSON.stringify(record.document));
    found.push({ file: `${source.id}, changed record ${record.ordinal}`, document });
  }
  return found;
}

/** The aggregations of a panel, each bucket within the one before, as OpenSearch Dashboards asks for them. */
function requested(aggs: readonly Aggregation[]): Record<string, object> {
  const bodies: Readonly<Record<string, (params: Aggregation["params"]) => object | undefined>> = {
    cardinality: ({ field }) => ({ cardinality: { field } }),
    max: ({ field }) => ({ max: { field } }),
    sum: ({ field }) => ({ sum: { field } }),
    count: () => undefined,
    date_histogram: ({ field }) => ({ auto_date_histogram: { field, buckets: 50 } }),
    terms: ({ field, size, missingBucket }) => ({ terms: { field, size, ...(missingBucket ? { missing: "-" } : {}) } }),
  };
  return aggs.reduceRight<Record<string, object>>((inner, { id, type, schema, params }) => {
    const body = bodies[type]?.(params);
    if (body === undefined) return inner;
    return schema === "metric" ? Object.assign(inner, { [id]: body }) : { [id]: { ...body, aggs: inner } };
  }, {});
}

describe("the templates in a real OpenSearch", function () {
  this.timeout(180_000);
  let folder: string;
  let processes: Processes;
  let url: string;

  const cluster = fetchCluster(() => url);

  const search = async (index: string, query: object) => {
    const response = await cluster({
      method: "POST",
      path: `/${index}/_search`,
      body: { query, track_total_hits: true },
    });
    assert.equal(response.status, 200, JSON.stringify(response.body));
    return (response.body as { hits: { total: { value: number } } }).hits.total.value;
  };

  const install = () =>
    configure(
      { sources, savedObjects: allSavedObjects() },
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

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-templates-"));
    processes = new Processes(folder);
    const classPath = await openSearchJars.install(progressOnStderr());
    ({ url } = await startOpenSearch(processes, { stateFolder: folder, classPath, heapMegabytes: 512 }));
  });

  after(async () => {
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  it("are installed once, and a second time nothing changes", async () => {
    const first = await install();
    // The shared ones, dashboards or their marker, and those of signals, alerts and the detector.
    assert.equal(first.installed.length, sources.length + 8);
    const second = await install();
    assert.deepEqual([second.installed, second.changed], [[], []]);
    assert.deepEqual(second.unchanged, first.installed);
  });

  /** Gives what OpenSearch says about each document that it did not take. */
  const bulk = async (documents: readonly PlacedDocument[]): Promise<string[]> => {
    const lines = documents.flatMap(({ document }) => [
      JSON.stringify({ create: { _index: `siem-${document.event.dataset}-2026-01` } }),
      JSON.stringify(document),
    ]);
    const response = await cluster({ method: "POST", path: "/_bulk", body: `${lines.join("\n")}\n` });
    assert.equal(response.status, 200, JSON.stringify(response.body));
    const { items } = response.body as { items: { create: { status: number; error?: unknown } }[] };
    return items.flatMap(({ create }, index) =>
      create.status === 201 ? [] : [`${documents[index]?.file}: ${JSON.stringify(create.error)}`],
    );
  };

  it("take every golden document of every source whole", async () => {
    const documents = await goldenDocuments();
    assert.ok(documents.length > 100);
    for (const { id } of sources) {
      const own = documents.filter(({ file }) => file.startsWith(`${id}/`));
      assert.ok(own.length > 0, id);
      assert.deepEqual(await bulk(own), []);
    }
    await cluster({ method: "POST", path: "/siem-*/_refresh" });
    assert.equal(await search("siem-*", { match_all: {} }), documents.length);
    assert.equal(await search("siem-*", { exists: { field: "_ignored" } }), 0);
  });

  it("take twenty documents of changed records of every source whole, and map no field that they do not name", async () => {
    const mappings = async () => JSON.stringify((await cluster({ method: "GET", path: "/siem-*/_mapping" })).body);
    const before = await mappings();
    const faults: string[] = [];
    for (const source of sources) {
      const documents = await changedDocuments(source, 200);
      assert.ok(documents.length >= 20, `${source.id}: ${documents.length}`);
      faults.push(...(await bulk(documents)));
      for (const { file, document } of documents) {
        faults.push(...[...typeFaults({ ...document }, source)].map((fault) => `${file}: ${fault}`));
      }
    }
    assert.deepEqual(faults, []);
    await cluster({ method: "POST", path: "/siem-*/_refresh" });
    assert.equal(await search("siem-*", { exists: { field: "_ignored" } }), 0);
    assert.equal(await mappings(), before);
  });

  it("let OpenSearch count whatever a dashboard's panel counts, and find something for each", async () => {
    const objects = allSavedObjects();
    const patterns = new Map(objects.map(({ id, attributes }) => [id, String(attributes.title)]));
    const empty: string[] = [];
    for (const { type, id, attributes, references } of objects.filter(({ type }) => type === "visualization")) {
      const { aggs } = JSON.parse(String(attributes.visState)) as { aggs: Aggregation[] };
      const pattern = references[0];
      if (aggs.length === 0 || pattern === undefined) continue;
      const path = `/${patterns.get(pattern.id)}/_search`;
      const { status, body } = await cluster({ method: "POST", path, body: { size: 0, aggs: requested(aggs) } });
      assert.equal(status, 200, `${type} ${id}: ${JSON.stringify(body)}`);
      // Golden documents are those of the mappers: where an address is, is added later.
      const outer = Object.values(
        (body as { aggregations?: Record<string, { buckets?: unknown }> }).aggregations ?? {},
      );
      const isEmpty = outer.some(({ buckets }) => Array.isArray(buckets) && buckets.length === 0);
      if (isEmpty && !JSON.stringify(aggs).includes(".geo.")) empty.push(id);
    }
    assert.deepEqual(empty, []);
  });

  it("find documents by network, by word, and inside volatile subtrees", async () => {
    await cluster({
      method: "POST",
      path: "/siem-aws.cloudtrail-2026-02/_doc?refresh=true",
      body: {
        source: { ip: "198.51.100.7" },
        message: "Role was assumed",
        aws: { cloudtrail: { request_parameters: { policy: { name: "backdoor" } } } },
        url: { path: "/admin/login.php" },
      },
    });
    const index = "siem-aws.cloudtrail-2026-02";
    assert.equal(await search(index, { term: { "source.ip": "198.51.100.0/24" } }), 1);
    assert.equal(await search(index, { match: { message: "assumed" } }), 1);
    assert.equal(await search(index, { term: { "aws.cloudtrail.request_parameters.policy.name": "backdoor" } }), 1);
    assert.equal(await search(index, { wildcard: { "url.path": "*login*" } }), 1);
  });

  it("keep a document with a malformed value or unknown fields, and never map the latter", async () => {
    const path = "/siem-aws.cloudtrail-2026-03";
    const body = { source: { ip: "not an address" }, aws: { new_thing: { a: 1 } }, unheard_of: { of: "x" } };
    const { status } = await cluster({ method: "POST", path: `${path}/_doc?refresh=true`, body });
    assert.equal(status, 201);
    assert.equal(await search("siem-aws.cloudtrail-2026-03", { term: { _ignored: "source.ip" } }), 1);
    const mapping = JSON.stringify((await cluster({ method: "GET", path: `${path}/_mapping` })).body);
    assert.doesNotMatch(mapping, /new_thing|unheard_of/);
  });

  it("give an index of no source a closed mapping too", async () => {
    const path = "/siem-somebody.else-2026-01";
    await cluster({ method: "POST", path: `${path}/_doc`, body: { source: { ip: "192.0.2.1" }, odd: 1 } });
    const mapping = JSON.stringify((await cluster({ method: "GET", path: `${path}/_mapping` })).body);
    assert.match(mapping, /"dynamic":"false"/);
    assert.doesNotMatch(mapping, /"odd"/);
  });
});
