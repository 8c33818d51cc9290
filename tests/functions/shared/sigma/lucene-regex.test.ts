import assert from "node:assert/strict";
import { luceneRegex } from "../../../../functions/shared/sigma/lucene-regex";

/** That OpenSearch reads them so is tested with the rows of `conformance/modifiers.ts`, in `integration/hunt.test.ts`. */
describe("a regular expression of a rule as one of OpenSearch", () => {
  const cases: readonly (readonly [what: string, pattern: string, inner: string | undefined])[] = [
    ["has braces that count, and is not told how much of it is taken first", "a{2}b{1,}?c+?", "a{2}b{1,}c+"],
    ["has other braces as texts", 'a{b}?{"c"{,2}', String.raw`a\{b\}?\{\"c\"\{,2\}`],
    [
      "has hyphens as texts at the start and the end of classes",
      "[-a][^-a][a-][.-]",
      String.raw`[\-a][^\-a][a\-][\.\-]`,
    ],
    [
      "has hyphens as texts behind classes, and ranges",
      String.raw`[\w-.][+--][a-f]`,
      String.raw`[A-Za-z0-9_\-\.][\+-\-][a-f]`,
    ],
    ["has empty alternatives as empty texts", "a(|b)(?:c|)(d||e)", "a(()|b)(c|())(d|()|e)"],
    ["is none where an anchor is repeated", "^*a", undefined],
  ];
  for (const [what, pattern, inner] of cases) {
    it(what, () => {
      const regex = luceneRegex(pattern, "")?.regex;
      assert.equal(regex, inner === undefined ? undefined : `(.|\n)*(${inner})(.|\n)*`);
    });
  }
});
