import assert from "node:assert/strict";
import { parseLogfmt } from "../../../../functions/shared/text/logfmt";

describe("the pairs of a logfmt line", () => {
  for (const [quoted, value] of [
    ["a b", "a b"],
    ['\\"a\\"', '"a"'],
    ["a\\nb", "a\nb"],
    ["C:\\\\new", "C:\\new"],
    ["\\\\\\n", "\\\n"],
  ] as const) {
    it(`have the value that is written as "${quoted}"`, () => {
      assert.deepEqual(
        [...parseLogfmt(`x="${quoted}" y=1`)],
        [
          ["x", value],
          ["y", "1"],
        ],
      );
    });
  }
});
