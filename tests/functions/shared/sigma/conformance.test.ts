import assert from "node:assert/strict";
import { parseSigma, SigmaEngine } from "../../../../functions/shared/sigma";
import type { MatchRow, ProblemRow } from "./conformance/case";
import { ruleText } from "./conformance/case";
import { conditionRows } from "./conformance/conditions";
import { modifierRows } from "./conformance/modifiers";
import { detectionProblems, documentProblems } from "./conformance/problems";
import { valueRows } from "./conformance/values";

function matcherOf({ detection, placeholders }: MatchRow) {
  const { documents, problems } = parseSigma(ruleText(detection), "rule.yml", { placeholders });
  assert.deepEqual(
    problems.filter(({ severity }) => severity === "error"),
    [],
  );
  return new SigmaEngine(documents.filter((document) => document.kind === "rule")).forLogSource({ product: "test" });
}

const tables: Readonly<Record<string, readonly MatchRow[]>> = {
  "a Sigma value": valueRows,
  "a Sigma modifier": modifierRows,
  "a Sigma condition": conditionRows,
};

for (const [title, rows] of Object.entries(tables)) {
  describe(title, () => {
    for (const row of rows) {
      for (const [events, does] of [
        [row.match, true],
        [row.noMatch, false],
      ] as const) {
        for (const event of events) {
          it(`${row.what}: ${does ? "matches" : "does not match"} ${JSON.stringify(event)}`, () => {
            const matcher = matcherOf(row);
            assert.equal(matcher.matchEvery({ record: event }).length, does ? 1 : 0);
            // And the index finds the same.
            assert.equal(matcher.match({ record: event }).length, does ? 1 : 0);
          });
        }
      }
    }
  });
}

describe("a Sigma document with a fault", () => {
  const rows: readonly (readonly [row: ProblemRow, text: string])[] = [
    ...detectionProblems.map((row) => [row, ruleText(row.document)] as const),
    ...documentProblems.map((row) => [row, row.document] as const),
  ];
  for (const [{ what, code, at, says }, text] of rows) {
    it(`is told of ${what}, where it is and what to do`, () => {
      const { problems, documents } = parseSigma(text, "rules/a.yml");
      const shown = problems.map(({ location, ...others }) => [
        others.code,
        location.line,
        location.column,
        others.message,
      ]);
      const found = problems.find((problem) => problem.code === code);
      assert.ok(found, `no problem of this kind, but ${JSON.stringify(shown)}`);
      assert.deepEqual([found.location.line, found.location.column], at, JSON.stringify(shown));
      assert.equal(found.location.file, "rules/a.yml");
      assert.match(found.message, says);
      assert.equal(documents.length, found.severity === "error" ? 0 : 1);
    });
  }
});
