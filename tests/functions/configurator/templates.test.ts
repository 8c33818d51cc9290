import assert from "node:assert/strict";
import { member } from "../../../functions/configurator/cluster";
import {
  commonFieldNames,
  commonProperties,
  type Properties,
  vendorProperties,
} from "../../../functions/configurator/mappings";
import { buildTemplates } from "../../../functions/configurator/templates";
import { sources } from "../../../functions/loader/registry.generated";

function field(properties: Properties, name: string): unknown {
  return member(properties, ...name.split(".").flatMap((part, i) => (i === 0 ? [part] : ["properties", part])));
}

/** Fields and objects, as `index.mapping.total_fields.limit` counts them. */
function count(properties: Properties): number {
  return Object.values(properties).reduce((sum, property) => {
    const multiFields = Object.keys(member(property, "fields") ?? {}).length;
    return sum + 1 + multiFields + count(property.properties ?? {});
  }, 0);
}

describe("the mapping of ECS fields", () => {
  const expected: Readonly<Record<string, unknown>> = {
    "@timestamp": { type: "date", format: "strict_date_optional_time||epoch_millis" },
    "source.ip": { type: "ip" },
    "source.geo.location": { type: "geo_point" },
    "event.severity": { type: "long" },
    "event.original": { type: "keyword", index: false, doc_values: false },
    "event.action": { type: "keyword", ignore_above: 1024 },
    "url.path": { type: "wildcard", doc_values: true, ignore_above: 8191 },
    message: { type: "match_only_text" },
    labels: { type: "flat_object" },
    "user_agent.original": { type: "keyword", ignore_above: 1024, fields: { text: { type: "match_only_text" } } },
    "dns.answers.ttl": { type: "long" },
    "threat.tactic.name": { type: "keyword", ignore_above: 1024 },
  };
  for (const [name, property] of Object.entries(expected)) {
    it(`has ${name}`, () => assert.deepEqual(field(commonProperties(), name), property));
  }

  it("leaves out the field sets that only multiply fields", () => {
    const names = commonFieldNames();
    assert.ok(names.length > 600 && names.length < 900, `${names.length} fields`);
    assert.deepEqual(
      names.filter((name) => /\.elf\.|entry_leader|\.entity\.|gen_ai/.test(name)),
      [],
    );
  });
});

describe("the templates", () => {
  const templates = buildTemplates(sources, { replicas: "auto" });

  it("are one for each log source besides the shared ones and those of alerts, and no name twice", () => {
    const names = templates.map(({ name }) => name);
    assert.deepEqual(names.slice(0, 4), ["siem-ecs", "siem-settings", "siem-other", "siem-unrecognised"]);
    assert.deepEqual(names.slice(4), [
      ...sources.map(({ dataset }) => `siem-${dataset}`),
      "siem_alerts",
      "siem_detector",
    ]);
    assert.equal(new Set(names).size, names.length);
  });

  it("never map a field that they do not name", () => {
    for (const { name, body } of templates.filter(({ body }) => member(body, "template", "mappings") !== undefined)) {
      assert.equal(member(body, "template", "mappings", "dynamic"), false, name);
    }
  });

  it("stay far below the limit of fields of an index", () => {
    const ecs = count(commonProperties());
    for (const { id, fields } of sources) {
      const total = ecs + count(vendorProperties(fields));
      assert.ok(total < 1600, `${id}: ${total} fields; the limit is 2000`);
    }
  });

  it("carry a hash that changes with their content only", () => {
    const hashes = (replicas: number | "auto") =>
      buildTemplates(sources, { replicas }).map(({ body }) => member(body, "_meta", "content_hash"));
    assert.deepEqual(hashes("auto"), hashes("auto"));
    const [ecs, settings, ...rest] = hashes(2);
    const [ecsBefore, settingsBefore, ...restBefore] = hashes("auto");
    assert.equal(ecs, ecsBefore);
    assert.notEqual(settings, settingsBefore);
    assert.deepEqual(rest, restBefore);
  });

  it("make as many characters of a keyword searchable as a stack says, 1,024 by default", () => {
    const limits = (keywordCharacters?: number) => {
      const text = JSON.stringify(buildTemplates(sources, { replicas: "auto", keywordCharacters }));
      return new Set(text.match(/"type":"keyword","ignore_above":\d+/g));
    };
    assert.deepEqual([...limits()], ['"type":"keyword","ignore_above":1024']);
    assert.deepEqual([...limits(512)], ['"type":"keyword","ignore_above":512']);
  });

  it("have a fixed number of replicas where it is given, else one from two data nodes", () => {
    const index = (replicas: number | "auto") =>
      member(buildTemplates([], { replicas })[1]?.body, "template", "settings", "index");
    assert.equal(member(index("auto"), "auto_expand_replicas"), "0-1");
    assert.equal(member(index(2), "number_of_replicas"), 2);
    assert.equal(member(index(2), "auto_expand_replicas"), undefined);
  });
});
