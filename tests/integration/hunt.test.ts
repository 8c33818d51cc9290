import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ruleQueries } from "../../cli/hunt/rule-queries";
import { builtInRulesFolder } from "../../components/detection/built-in-rules";
import { configure } from "../../functions/configurator/configure";
import { readRules } from "../../functions/detector/read-rules";
import { recordDetector } from "../../functions/loader/detection";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import { flatObject } from "../../functions/shared/flat-object";
import { parseSigma, SigmaEngine, type SigmaRule } from "../../functions/shared/sigma";
import { valuesOf } from "../../functions/shared/sigma/field-path";
import { type FieldResolver, ruleSearch } from "../../functions/shared/sigma/opensearch-query";
import { partsOf } from "../../functions/shared/sigma/rule-expression";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { type MatchRow, ruleText } from "../functions/shared/sigma/conformance/case";
import { conditionRows } from "../functions/shared/sigma/conformance/conditions";
import { modifierRows } from "../functions/shared/sigma/conformance/modifiers";
import { valueRows } from "../functions/shared/sigma/conformance/values";
import { fetchCluster } from "../support/fetch-cluster";

const rows: readonly MatchRow[] = [...valueRows, ...modifierRows, ...conditionRows];

/** A rule of a row, or nothing where the row is only for the engine. */
function ruleOf({ detection, placeholders }: MatchRow) {
  const [rule] = parseSigma(ruleText(detection), "row.yml", { placeholders }).documents;
  return rule?.kind === "rule" ? rule : assert.fail("no rule");
}

/**
 * The loader leaves out what says nothing (null, empty texts, lists and objects) and writes names without dots. Of an
 * object, only members are indexed.
 */
function isKept(event: unknown, rule: SigmaRule): boolean {
  const names = [...JSON.stringify(rule.detection).matchAll(/"field":"([^"]+)"/g)].map(([, name = ""]) => name);
  if (names.some((name) => valuesOf(name)(event, (value) => typeof value === "object"))) return false;
  return !/null|\[\]|\{\}|[:[,]""|\w\.\w+":/.test(JSON.stringify(event)) && typeof event === "object";
}

describe("a rule as a query on a real OpenSearch", function () {
  this.timeout(240_000);
  let folder: string;
  let processes: Processes;
  let url: string;
  const cluster = fetchCluster(() => url);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-hunt-"));
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
        retentionDays: 90,
        replicas: "auto",
      },
      { cluster, clock: { remaining: () => 0, sleep: async () => undefined }, warn: () => undefined },
    );
  });

  after(async () => {
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  });

  /** @returns the ids of those that the mapping takes. */
  async function index(
    name: string,
    documents: readonly (readonly [id: string, document: unknown])[],
  ): Promise<ReadonlySet<string>> {
    if (documents.length === 0) return new Set();
    const lines = documents.flatMap(([id, document]) => [
      JSON.stringify({ create: { _index: name, _id: id } }),
      JSON.stringify(document),
    ]);
    const { body } = await cluster({ method: "POST", path: "/_bulk?refresh=true", body: `${lines.join("\n")}\n` });
    const { items } = body as { items: { create: { _id: string; status: number } }[] };
    return new Set(items.flatMap(({ create }) => (create.status === 201 ? [create._id] : [])));
  }

  async function found(name: string, query: object): Promise<string[]> {
    const response = await cluster({ method: "POST", path: `/${name}/_search`, body: { query, size: 1_000 } });
    assert.equal(response.status, 200, JSON.stringify([query, response.body]));
    return (response.body as { hits: { hits: { _id: string }[] } }).hits.hits.map(({ _id }) => _id).sort();
  }

  for (const [type, properties] of [
    ["flat_object", { e: { type: "flat_object" } }],
    ["keyword", undefined],
  ] as const) {
    it(`finds what the engine matches in fields of the type ${type}, and leaves nothing out where it cannot say all`, async () => {
      const scalars = ["string", "long", "double", "boolean"];
      const templates = scalars.map((scalar) => ({
        [scalar]: { match_mapping_type: scalar, mapping: { type: "keyword" } },
      }));
      const dynamic = { dynamic_templates: templates, date_detection: false };
      const name = `conformance-${type}`;
      const settings = { number_of_replicas: 0, "mapping.total_fields.limit": 5_000 };
      const mappings = properties === undefined ? dynamic : { properties };
      await cluster({ method: "PUT", path: `/${name}`, body: { settings, mappings } });

      const asked = rows.map((row, number) => {
        const rule = ruleOf(row);
        // Each row has fields of its own, since a field has one type.
        const resolveField: FieldResolver = (field) => [{ name: `e.row${number}.${field}`, type }];
        const [part] = partsOf(rule, []);
        const { query, exact } = ruleSearch(part?.expression ?? assert.fail("no expression"), resolveField);
        const events = [...row.match, ...row.noMatch].filter((event) => isKept(event, rule));
        return { row, rule, number, query, exact, events };
      });
      const documents = asked.flatMap(({ number, events }) =>
        events.map((event, at): readonly [string, unknown] => {
          const e = { [`row${number}`]: event };
          return [`${number}-${at}`, { e: type === "flat_object" ? flatObject(e) : e }];
        }),
      );
      const taken = await index(name, documents);
      for (const { row, rule, number, query, exact, events } of asked) {
        const engine = new SigmaEngine([rule]).forLogSource({ product: "test" });
        const ids = events.map((_, at) => `${number}-${at}`);
        const matching = ids.filter((id, at) => taken.has(id) && engine.match({ record: events[at] }).length > 0);
        const hits = await found(name, { bool: { filter: [{ ids: { values: ids } }, query] } });
        const context = `${row.what}: ${JSON.stringify([query, events])}`;
        if (exact) assert.deepEqual(hits, matching.sort(), context);
        // Of what a query does not say, it must leave nothing out.
        else
          assert.deepEqual(
            matching.filter((id) => !hits.includes(id)),
            [],
            context,
          );
      }
      const exactly = asked.filter(({ exact }) => exact).length;
      assert.ok(exactly > 0.5 * asked.length, `${exactly} of ${asked.length} rows are queries`);
      // Of a field that is a text here and an object there, a mapping takes only one.
      assert.ok(taken.size > 0.9 * documents.length, `${taken.size} of ${documents.length} events were indexed`);
    });
  }

  it("finds of all rules' test events those that the rule matches", async () => {
    const { rules } = readRules([builtInRulesFolder]);
    let compared = 0;
    const refused: string[] = [];
    for (const rule of rules) {
      for (const query of ruleQueries(rule, [], sources)) {
        if ("refused" in query) {
          refused.push(`${rule.name}: ${query.refused}`);
          continue;
        }
        const { source, search, matches } = query;
        const detect = recordDetector({ rules: [rule], filters: [] }, [source]);
        const documents: (readonly [string, unknown])[] = [];
        const matching: string[] = [];
        for (const { record } of [...(rule.tests?.match ?? []), ...(rule.tests?.noMatch ?? [])]) {
          const text = typeof record === "string" ? `${record}\n` : JSON.stringify(record);
          const body = (async function* () {
            yield Buffer.from(text);
          })();
          const options = { sources: [source], source: source.id, now: () => new Date(), detect };
          for await (const one of normaliseObject({ bucket: "archive", key: "k" }, body, options)) {
            // A rule for several logs has the events of one.
            if (one.kind !== "document" || one.pipelineError) continue;
            const id = `${rule.name}-${source.id}-${documents.length}`;
            documents.push([id, JSON.parse(JSON.stringify(one.document))]);
            if ((one.matches?.rules.length ?? 0) > 0) matching.push(id);
          }
        }
        const name = `siem-${source.dataset}-hunt`;
        const taken = await index(name, documents);
        assert.equal(taken.size, documents.length, `${rule.name}: its documents are indexed`);
        const ids = documents.map(([id]) => id);
        const hits = await found(name, { bool: { filter: [{ ids: { values: ids } }, search.query] } });
        const decided = hits.filter((id) => matches(documents[ids.indexOf(id)]?.[1]));
        assert.deepEqual(decided, matching.sort(), `${rule.name}: ${JSON.stringify(search.query)}`);
        if (search.exact) assert.deepEqual(hits, decided, `${rule.name}: its query is called exact`);
        compared += 1;
      }
    }
    assert.ok(compared > 10 * refused.length, `${compared} rules compared, refused: ${refused.join("\n")}`);
  });
});
