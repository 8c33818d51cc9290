import assert from "node:assert/strict";
import { csvFields } from "../../../functions/shared/csv";

describe("a CSV line", () => {
  for (const { line, fields } of [
    { line: "a,b,c", fields: ["a", "b", "c"] },
    { line: "a,,", fields: ["a", "", ""] },
    { line: "", fields: [""] },
    { line: '"a,b",c', fields: ["a,b", "c"] },
    { line: '"say ""hi""",x', fields: ['say "hi"', "x"] },
    { line: '"not closed,x', fields: ["not closed,x"] },
    { line: '"a"b,c', fields: ["a", "c"] },
    { line: 'a"b,c', fields: ['a"b', "c"] },
  ]) {
    it(`has the fields of ${JSON.stringify(line)}`, () => assert.deepEqual(csvFields(line), fields));
  }
});
