import assert from "node:assert/strict";
import fc from "fast-check";
import { DocumentWriter } from "../../../functions/loader/document-json";
import type { EcsDocument } from "../../../functions/shared/ecs";
import { runs } from "../../support/fuzz";
import { held, largeText } from "../../support/held-memory";

/** Few different ones, so that documents have much in common, and what mappers may also leave there. */
const leaf = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>("a", "b", 1, true, undefined) },
  fc.constantFrom<unknown>(null, "", "ü", '"', 0.5, -1, Number.NaN, new Date(0), { toJSON: () => "own form" }),
  fc.array(fc.constantFrom<unknown>("a", "b", undefined), { maxLength: 3 }),
  fc.constantFrom<unknown>([["a"], { b: 1 }], {}, { a: undefined }),
  fc.string({ unit: "binary" }),
);

/** An object with these members in this order: each a value, or none; sometimes without one of them. */
function objectOf(members: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.record(members) },
    fc.record(members, { requiredKeys: [] }),
    leaf as fc.Arbitrary<object>,
  );
}

const inner = objectOf({ first: leaf, 'sec"ond': objectOf({ first: leaf, second: leaf }), third: leaf });
const members = {
  "@timestamp": leaf,
  event: fc.record({ dataset: fc.constantFrom("aws.alb", "aws.vpc_flow"), kind: leaf }),
  source: inner,
  destination: fc.option(inner, { nil: undefined }),
  "7": leaf,
  tags: leaf,
};
const documents = fc.oneof(
  { weight: 4, arbitrary: fc.record(members) },
  fc.record(members, { requiredKeys: [] }),
) as fc.Arbitrary<EcsDocument>;

describe("the JSON of a document", () => {
  it("is what JSON.stringify writes, whichever documents came before, which stay as they were", () => {
    fc.assert(
      fc.property(fc.array(documents, { maxLength: 30 }), (all) => {
        const writer = new DocumentWriter();
        const bytes = Buffer.alloc(20_000, "#");
        for (const document of all) {
          const expected = JSON.stringify(document);
          const end = writer.write(document, bytes, 3);
          assert.equal(bytes.toString("utf8", 0, end), `###${expected}`);
          assert.equal(JSON.stringify(document), expected);
        }
      }),
      runs(1_000),
    );
  });

  it("is written where there is just room for it, and nowhere else", () => {
    fc.assert(
      fc.property(fc.array(documents, { minLength: 1, maxLength: 8 }), (all) => {
        const writer = new DocumentWriter();
        for (const document of all) {
          const { length } = Buffer.from(JSON.stringify(document));
          for (let size = length - 1; size >= 0; size -= 1) {
            assert.equal(writer.write(document, Buffer.alloc(size), 0), -1);
          }
          assert.equal(writer.write(document, Buffer.alloc(length), 0), length);
        }
      }),
      runs(100),
    );
  });

  const many = (count: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, value]));
  for (const [what, first, second] of [
    ["more members than a layout has", many(300, 1), many(300, 2)],
    ["an object of more members than a layout has", { a: 1, b: many(300, 1) }, { a: 1, b: many(300, 2) }],
    ["objects that come to more members than that", many(20, many(20, 1)), many(20, many(20, 2))],
    ["a longer text than is kept", { a: "x".repeat(2_000) }, { a: `${"x".repeat(1_999)}y` }],
    ["a longer list than is kept", { a: Array.from({ length: 20 }, () => 1) }, { a: [2] }],
    ["a list of objects", { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
  ] as const) {
    it(`is right for ${what}, again and again`, () => {
      const writer = new DocumentWriter();
      const bytes = Buffer.alloc(20_000);
      for (const document of [first, first, second, second, first]) {
        assert.equal(bytes.toString("utf8", 0, writer.write(document, bytes, 0)), JSON.stringify(document));
      }
    });
  }

  it("follows a list that is changed in place", () => {
    const writer = new DocumentWriter();
    const bytes = Buffer.alloc(100);
    const tags = ["a"];
    for (const tag of ["b", "c", "d"]) {
      assert.equal(bytes.toString("utf8", 0, writer.write({ tags }, bytes, 0)), JSON.stringify({ tags }));
      tags.push(tag);
    }
  });

  it("is written without holding the blocks that its texts are parts of", () => {
    const { bytes: heldBytes } = held(() => {
      const writer = new DocumentWriter();
      const none = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`m${index}`, undefined]));
      const bytes = Buffer.alloc(10_000);
      writer.write({ labels: none }, bytes, 0);
      for (const name of Object.keys(none)) {
        const labels = { ...none, [name]: largeText(1_000_000, name).slice(10, 50) };
        writer.write({ labels, tags: [largeText(1_000_000, name).slice(10, 50)] }, bytes, 0);
        writer.write({ labels }, bytes, 0);
      }
      return writer;
    });
    assert.ok(heldBytes < 10_000_000, "the blocks are still there");
  });

  it("of a document that cannot be written is an error", () => {
    assert.throws(() => new DocumentWriter().write({ x: 1n }, Buffer.alloc(1_000), 0), TypeError);
  });
});
