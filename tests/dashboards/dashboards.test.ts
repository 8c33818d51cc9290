import assert from "node:assert/strict";
import { allSavedObjects } from "../../dashboards";
import { dashboard, gridColumns } from "../../dashboards/dashboard";
import { allEvents } from "../../dashboards/index-patterns";
import { panelsFor } from "../../dashboards/panels";
import { type SavedObject, toNdjson } from "../../dashboards/saved-objects";
import { changingIndices, signalIndices } from "../../functions/configurator/detection-indices";
import { commonProperties, type Property, vendorProperties } from "../../functions/configurator/mappings";
import { sources } from "../../functions/loader/registry.generated";

const objects = allSavedObjects();
const ofType = (type: string) => objects.filter((object) => object.type === type);
const named = ({ type, id }: SavedObject) => `${type} ${id}`;

interface GridData {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface VisState {
  readonly title: string;
  readonly type: string;
  readonly params: {
    readonly controls?: readonly { readonly fieldName: string; readonly indexPatternRefName: string }[];
  };
  readonly aggs: readonly {
    readonly id: string;
    readonly type: string;
    readonly params: { readonly field?: string; readonly missingBucket?: boolean };
  }[];
}

const visState = ({ attributes }: SavedObject) => JSON.parse(String(attributes["visState"])) as VisState;
const searchSource = ({ attributes }: SavedObject) =>
  JSON.parse((attributes["kibanaSavedObjectMeta"] as { searchSourceJSON: string }).searchSourceJSON) as {
    query: { query: string };
    indexRefName?: string;
  };

/** Mapped fields by full name: of ECS, and of the sources whose indices a pattern includes. */
function fieldsUnder(pattern: string): Map<string, Property> {
  const found = new Map<string, Property>();
  const collect = (properties: Record<string, Property>, path: string) => {
    for (const [name, property] of Object.entries(properties)) {
      if (property["type"] !== undefined) found.set(path + name, property);
      collect(property.properties ?? {}, `${path}${name}.`);
    }
  };
  collect(commonProperties(), "");
  for (const { dataset, fields } of [...sources, signalIndices]) {
    if (`siem-${dataset}-2026`.startsWith(pattern.replace("*", ""))) collect(vendorProperties(fields), "");
  }
  for (const { name, fields } of changingIndices) {
    if (name.startsWith(pattern.replace("*", ""))) collect(vendorProperties(fields), "");
  }
  return found;
}

/** Fields that a DQL query names. */
const queriedFields = (query: string) =>
  [...query.replace(/"[^"]*"/g, '""').matchAll(/([@\w.]+):/g)].map(([, field = ""]) => field);

/** Fields that a panel shows, counts or filters by; aggregated ones need doc values. */
function fieldsOf(object: SavedObject): { aggregated: string[]; shown: string[] } {
  const shown = queriedFields(searchSource(object).query.query);
  if (object.type === "search")
    return { aggregated: [], shown: [...shown, ...(object.attributes["columns"] as string[])] };
  const { aggs, params } = visState(object);
  const aggregated = [
    ...aggs.flatMap(({ params: { field } }) => (field === undefined ? [] : [field])),
    ...(params.controls ?? []).map(({ fieldName }) => fieldName),
  ];
  return { aggregated, shown };
}

describe("the dashboards", () => {
  it("are an overview, alerts, CloudTrail and GuardDuty", () => {
    assert.deepEqual(
      ofType("dashboard").map(({ id }) => id),
      ["siem-overview", "siem-alerts-overview", "siem-cloudtrail", "siem-guardduty"],
    );
  });

  it("show with each alert and signal by which rule of whom it was raised", () => {
    const lists = ofType("search").filter(({ references: [pattern] }) =>
      /^siem-(alerts|signals)$/.test(pattern?.id ?? ""),
    );
    assert.equal(lists.length, 2);
    for (const { attributes } of lists) {
      const columns = attributes["columns"] as string[];
      for (const column of ["rule.name", "rule.author", "rule.id"]) assert.ok(columns.includes(column), column);
    }
  });

  it("have no id twice, and no two panels of a dashboard with the same title", () => {
    const ids = objects.map(named);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });

  it("refer only to objects that come before them", () => {
    const seen = new Set<string>();
    for (const object of objects) {
      for (const { type, id } of object.references)
        assert.ok(seen.has(`${type} ${id}`), `${named(object)} -> ${type} ${id}`);
      seen.add(named(object));
    }
  });

  it("name each reference in their own JSON by the name that it has, and none that is not there", () => {
    for (const object of objects) {
      const text = JSON.stringify(object.attributes);
      const used = [...text.matchAll(/(?:indexRefName|indexPatternRefName|panelRefName)\\*":\\*"([^"\\]+)/g)].map(
        ([, name]) => name,
      );
      assert.deepEqual(used.sort(), object.references.map(({ name }) => name).sort(), named(object));
    }
  });

  it("hold JSON that parses wherever a text must be JSON", () => {
    const walk = (value: unknown, path: string): void => {
      if (typeof value === "string" && /JSON$|^visState$|^fieldFormatMap$/.test(path)) JSON.parse(value);
      else if (typeof value === "object" && value !== null) {
        for (const [name, member] of Object.entries(value)) walk(member, name);
      }
    };
    for (const object of objects) assert.doesNotThrow(() => walk(object.attributes, ""), named(object));
    assert.ok(ofType("visualization").every((object) => visState(object).title === object.attributes["title"]));
  });

  it("lay their panels side by side over the whole width, and none over another", () => {
    for (const { id, attributes } of ofType("dashboard")) {
      const panels = (JSON.parse(String(attributes["panelsJSON"])) as { gridData: GridData }[]).map(
        ({ gridData }) => gridData,
      );
      const cells = new Set<string>();
      for (const { x, y, w, h } of panels) {
        for (let column = x; column < x + w; column++) {
          assert.ok(column >= 0 && column < gridColumns, `${id}: column ${column}`);
          for (let row = y; row < y + h; row++) {
            assert.equal(cells.has(`${column},${row}`), false, `${id}: two panels at ${column},${row}`);
            cells.add(`${column},${row}`);
          }
        }
      }
      assert.equal(cells.size, gridColumns * Math.max(...panels.map(({ y, h }) => y + h)), `${id} has gaps`);
    }
  });

  it("show and filter by mapped fields only", () => {
    const patterns = new Map(ofType("index-pattern").map(({ id, attributes }) => [id, String(attributes["title"])]));
    for (const object of [...ofType("visualization"), ...ofType("search")]) {
      const pattern = object.references[0];
      if (pattern === undefined) continue;
      const fields = fieldsUnder(patterns.get(pattern.id)!);
      const { aggregated, shown } = fieldsOf(object);
      for (const field of [...aggregated, ...shown])
        assert.ok(fields.has(field), `${named(object)}: ${field} is not mapped`);
      for (const field of aggregated) {
        const { type } = fields.get(field)!;
        assert.ok(
          !["match_only_text", "flat_object"].includes(String(type)),
          `${named(object)}: ${field} cannot be counted`,
        );
      }
    }
  });

  it("keep events without a value only for keywords, since OpenSearch Dashboards counts them under a text", () => {
    const fields = fieldsUnder("siem*");
    for (const object of ofType("visualization")) {
      for (const { params } of visState(object).aggs.filter(({ params }) => params.missingBucket === true)) {
        assert.equal(fields.get(params.field!)?.["type"], "keyword", `${named(object)}: ${params.field}`);
      }
    }
  });

  it("order the buckets by a metric that is there", () => {
    for (const object of ofType("visualization")) {
      const { aggs } = visState(object);
      assert.deepEqual(
        aggs.map(({ id }) => id),
        aggs.map((_, index) => String(index + 1)),
        named(object),
      );
      if (aggs.length > 0) assert.match(aggs[0]!.type, /^(count|cardinality|max|sum)$/, named(object));
    }
  });

  it("link to each other by ids that exist", () => {
    const ids = new Set(ofType("dashboard").map(({ id }) => id));
    const links = [...toNdjson(objects).matchAll(/#\/view\/([\w-]+)/g)].map(([, id = ""]) => id);
    assert.equal(links.length, ids.size * ids.size);
    assert.deepEqual(
      links.filter((id) => !ids.has(id)),
      [],
    );
  });

  it("export to the same lines each time, one object a line", () => {
    const ndjson = toNdjson(objects);
    assert.equal(toNdjson(allSavedObjects()), ndjson);
    const lines = ndjson.trimEnd().split("\n");
    assert.equal(lines.length, objects.length);
    assert.ok(lines.every((line) => typeof (JSON.parse(line) as SavedObject).id === "string"));
  });

  it("refuse a row that does not fill the width", () => {
    const { metric } = panelsFor({ idPrefix: "x", indexPattern: allEvents });
    const rows = [{ height: 5, panels: [[metric({ title: "Events" }), 40]] }] as const;
    assert.throws(
      () => dashboard({ id: "x", title: "X", description: "", from: "now-1h", rows }),
      /x: row 1 is 40 columns wide instead of 48/,
    );
  });
});
