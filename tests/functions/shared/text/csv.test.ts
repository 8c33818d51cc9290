import assert from "node:assert/strict";
import { csvColumns } from "../../../../functions/shared/text/csv";

describe("columns of a CSV record", () => {
  for (const [record, columns] of [
    ["a,b,,d", ["a", "b", "", "d"]],
    ['a,"b,c","d ""e"""', ["a", "b,c", 'd "e"']],
    ['"two\nlines",', ["two\nlines", ""]],
    ['a,"not closed, b', ["a", "not closed, b"]],
    ['a,"b"c,d', ["a", "b", "c", "d"]],
    ['a b"c,d', ['a b"c', "d"]],
    ["", [""]],
    ['""', [""]],
    ['"', [""]],
  ] as const) {
    it(`are ${JSON.stringify(columns)} in ${JSON.stringify(record)}`, () =>
      assert.deepEqual(csvColumns(record), columns));
  }
});
