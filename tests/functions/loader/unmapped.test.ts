import assert from "node:assert/strict";
import { moveToUnmapped } from "../../../functions/loader/unmapped";

describe("a document with a part that its index cannot take", () => {
  const document = {
    "@timestamp": "2026-01-02T03:04:05.000Z",
    tags: ["noticed"],
    source: { ip: "192.0.2.1", port: { number: 1 } },
    email: { attachments: ["a.txt", "b.txt"] },
    aws: { trail: { request: { name: "x" } } },
    "dotted.name": { inner: 7 },
  };

  function moved(reason: string): Record<string, unknown> | undefined {
    const json = moveToUnmapped(JSON.stringify(document), reason);
    return json === undefined ? undefined : (JSON.parse(json) as Record<string, unknown>);
  }

  for (const [what, reason, changes] of [
    [
      "a text in place of an object",
      "object mapping for [email.attachments] tried to parse field [attachments] as object, but found a concrete value",
      { email: {}, unmapped: { email: { attachments: ["a.txt", "b.txt"] } } },
    ],
    [
      "a value of another type",
      "failed to parse field [source.port] of type [long] in document with id '1': For input string",
      { source: { ip: "192.0.2.1" }, unmapped: { source: { port: { number: 1 } } } },
    ],
    [
      "a member of a value that is no object",
      "Could not dynamically add mapping for field [source.ip.x]. Existing mapping for [source.ip] must be of type object",
      { source: { port: { number: 1 } }, unmapped: { source: { ip: "192.0.2.1" } } },
    ],
    [
      "a term of a subtree that is too long",
      'Document contains at least one immense term in field="aws.trail.request._valueAndPath" (whose UTF8 encoding is longer',
      { aws: { trail: {} }, unmapped: { aws: { trail: { request: { name: "x" } } } } },
    ],
    [
      "a dot in a name",
      "failed to parse: object field starting or ending with a [.] makes object resolution ambiguous: [dotted.name]",
      { "dotted.name": undefined, unmapped: { dotted_name: { inner: 7 } } },
    ],
    [
      "a list on the way to the field",
      "failed to parse field [email.attachments.name] of type [keyword]",
      { email: {}, unmapped: { email: { attachments: ["a.txt", "b.txt"] } } },
    ],
  ] as const) {
    it(`keeps it under \`unmapped\`: ${what}`, () => {
      const expected = { ...document, ...changes, tags: ["noticed", "mapping-conflict"] };
      assert.deepEqual(moved(`mapper_parsing_exception: ${reason}`), JSON.parse(JSON.stringify(expected)));
    });
  }

  for (const [what, reason] of [
    ["no field is named", "failed to parse: field name cannot be an empty string"],
    ["the document does not have the field", "failed to parse field [user.name] of type [keyword]"],
    ["the field is `unmapped` itself", "failed to parse field [unmapped.source] of type [flat_object]"],
  ] as const) {
    it(`cannot be helped where ${what}`, () => assert.equal(moved(reason), undefined));
  }

  it("has names such as `__proto__` as data", () => {
    const json = moveToUnmapped('{"__proto__":{"a":1},"b":2}', "failed to parse field [__proto__.a] of type [long]");
    assert.equal(json, '{"__proto__":{},"b":2,"tags":["mapping-conflict"],"unmapped":{"__proto__":{"a":1}}}');
    assert.deepEqual(Object.keys(Object.prototype), []);
  });

  it("takes what lies deeper than a `flat_object` may, and texts that are longer", () => {
    const json = moveToUnmapped(JSON.stringify({ a: "x".repeat(40_000) }), "failed to parse field [a] of type [ip]");
    const { unmapped } = JSON.parse(json ?? "") as { unmapped: { a: string } };
    assert.ok(Buffer.byteLength(unmapped.a) < 32_766 && unmapped.a.endsWith("…"));
  });
});
