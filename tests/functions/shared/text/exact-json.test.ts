import assert from "node:assert/strict";
import fc from "fast-check";
import { parseExactJson } from "../../../../functions/shared/text/exact-json";

describe("JSON with large numbers", () => {
  for (const [text, value] of [
    ['{"n": 12345678901234567891}', { n: "12345678901234567891" }],
    ["[-9007199254740993, 9007199254740991]", ["-9007199254740993", 9007199254740991]],
    ['{"time": 1767322800000000000}', { time: "1767322800000000000" }],
    ['{"ratio": 0.12345678901234567891}', { ratio: 0.12345678901234568 }],
    ['{"large": 12345678901234567891e3}', { large: Number("12345678901234567891e3") }],
    [
      '{"text": "12345678901234567891, \\"12345678901234567891\\""}',
      { text: '12345678901234567891, "12345678901234567891"' },
    ],
  ] as const) {
    it(`keeps ${text}`, () => assert.deepEqual(parseExactJson(text), value));
  }

  it("is what JSON.parse makes of anything else", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const safe = !/(?<![\d."eE+-])-?\d{16,}/.test(text);
        if (safe) assert.deepEqual(parseExactJson(text), JSON.parse(text));
        else assert.doesNotThrow(() => parseExactJson(text));
      }),
    );
  });

  it("is read in megabytes", () => {
    const id = "12345678901234567891";
    for (const long of ["x", "\\n", '\\"', "\\\\"].map((part) => part.repeat(9_000_000))) {
      assert.equal((parseExactJson(`{"a":"${long}","id":${id}}`) as { id: unknown }).id, id);
    }
    const digits = "1".repeat(9_000_000);
    assert.ok((parseExactJson(`[${digits}]`) as unknown[])[0] === digits);
  });

  it("refuses what is none", () => {
    assert.throws(() => parseExactJson('{"a": 12345678901234567891'), SyntaxError);
  });
});
