import assert from "node:assert/strict";
import { guardedSource } from "../../../functions/loader/own-source";
import type { EcsDocument } from "../../../functions/shared/ecs";
import { jsonSource } from "./support";

const record = { ordinal: 0, offset: 0, value: {} };

/** What a guarded source makes of a document. */
function guarded(document: Readonly<Record<string, unknown>>): EcsDocument {
  const source = guardedSource({ ...jsonSource, open: () => () => ({ kind: "event", document, id: "own" }) });
  const mapped = source.open({ bucket: "archive", key: "k" })(record);
  assert.ok(mapped.kind === "event" && mapped.id === "own");
  return mapped.document;
}

describe("a source of the stack's own", () => {
  it("has its documents as it made them, where nothing is wrong with them", () => {
    const document = { "@timestamp": "2026-01-02T03:04:05Z", tags: ["mine"], "a.b": 1, acme: [{ x: [1] }] };
    assert.equal(guarded(document), document);
  });

  const renamed: readonly [string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>][] = [
    ["empty and blank ones", { acme: { "": 1, "  ": 2 } }, { acme: { field_: 1, field__2: 2 } }],
    [
      "ones with empty parts",
      { ".a": 1, "a.": 2, "a..b": 3, ".": 4 },
      { field__a: 1, field_a_: 2, field_a__b: 3, field__: 4 },
    ],
    ["ones that become another's", { "a.": 1, field_a_: 2 }, { field_a__2: 1, field_a_: 2 }],
    ["OpenSearch's own, at the root only", { _id: 1, acme: { _id: 2 } }, { field_id: 1, acme: { _id: 2 } }],
    ["ones in lists", { acme: [[{ "": 1 }]] }, { acme: [[{ field_: 1 }]] }],
  ];
  for (const [what, document, expected] of renamed) {
    it(`has names replaced that OpenSearch refuses: ${what}`, () => {
      const { "@timestamp": _, tags, ...others } = guarded({ ...document, tags: ["mine"] });
      assert.deepEqual([others, tags], [expected, ["mine", "field-renamed"]]);
    });
  }

  it("keeps a member named __proto__ as one", () => {
    const document = guarded(JSON.parse('{"acme":{"__proto__":{"":1}}}') as Record<string, unknown>);
    assert.equal(JSON.stringify(document["acme"]), '{"__proto__":{"field_":1}}');
  });

  it("has its times in ISO 8601: the index is named after them", () => {
    for (const [time, expected] of [
      ["2026-01-02T03:04:05.123456789+01:00", "2026-01-02T03:04:05.123456789+01:00"],
      ["Fri, 02 Jan 2026 03:04:05 GMT (a,b)", "2026-01-02T03:04:05.000Z"],
      ["no date", undefined],
      ["", undefined],
    ] as const) {
      assert.equal(guarded({ "@timestamp": time })["@timestamp"], expected);
    }
  });

  it("drops and refuses as it would", () => {
    const source = guardedSource({ ...jsonSource, open: () => () => ({ kind: "dropped", reason: "why" }) });
    assert.deepEqual(source.open({ bucket: "archive", key: "k" })(record), { kind: "dropped", reason: "why" });
  });
});
