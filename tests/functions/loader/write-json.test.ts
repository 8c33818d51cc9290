import assert from "node:assert/strict";
import fc from "fast-check";
import { writeJson } from "../../../functions/loader/write-json";
import { runs } from "../../support/fuzz";

/** What a parsed record may hold, and what mappers put beside it: members without a value, numbers of all kinds. */
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.string(),
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.string({ minLength: 200, maxLength: 300 }),
    fc.integer(),
    fc.double(),
    fc.constantFrom(0, -0, 9, 10, 99, 100, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, Number.NaN),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(tie("value"), { maxLength: 5 }),
    tie("object"),
  ),
  object: fc.dictionary(fc.oneof(fc.string(), fc.string({ unit: "binary" })), tie("value"), { maxKeys: 8 }),
})).object as fc.Arbitrary<object>;

describe("JSON written into bytes", () => {
  it("is what JSON.stringify writes", () => {
    fc.assert(
      fc.property(values, (object) => {
        const expected = JSON.stringify(object);
        const bytes = Buffer.alloc(Buffer.byteLength(expected) + 12, "#");
        const end = writeJson(object, bytes, 5);
        assert.equal(bytes.toString("utf8", 5, end), expected);
        assert.equal(bytes.toString("utf8", 0, 5), "#####");
      }),
      runs(2_000),
    );
  });

  it("is refused where there is no room for all of it", () => {
    fc.assert(
      fc.property(values, (object) => {
        const { length } = Buffer.from(JSON.stringify(object));
        assert.equal(writeJson(object, Buffer.alloc(length), 0), length);
        for (let size = 0; size < length; size += 1) assert.equal(writeJson(object, Buffer.alloc(size), 0), -1);
      }),
      runs(100),
    );
  });

  const others: Readonly<Record<string, unknown>> = {
    "a date": new Date(0),
    "a map": new Map([["a", 1]]),
    "a function": () => 1,
    "a whole number of any size": 1n,
    "a symbol": Symbol("a"),
    "an object that says how it is written": { toJSON: () => "x" },
  };
  for (const [what, value] of Object.entries(others)) {
    it(`leaves ${what} to JSON.stringify`, () => {
      assert.equal(writeJson({ a: value }, Buffer.alloc(100), 0), -1);
      assert.equal(writeJson({ a: [value] }, Buffer.alloc(100), 0), -1);
    });
  }
});
