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

  it("refuses what is none", () => {
    assert.throws(() => parseExactJson('{"a": 12345678901234567891'), SyntaxError);
  });
});
