import * as assert from "node:assert/strict";
import {
  alertOptions,
  filtersInForce,
  firstSeenOptions,
  optionProblems,
  suppressionOf,
} from "../../../functions/detector/rule-options";
import { buildRuleSet, parseSigma } from "../../../functions/shared/sigma";
import { cloudTrailRule, ruleSet } from "./rules";

const filter = (more: string): string => `${cloudTrailRule("stopped", "StopLogging")}
title: Maintenance
logsource: { product: aws }
${more}
filter: { rules: any, mary: { a: b }, condition: not mary }
`;

function problemsOf(text: string): readonly string[] {
  const { documents } = parseSigma(text, "rules.yml");
  return optionProblems(buildRuleSet(documents)).map(
    ({ location, message }) => `${location.file}:${location.line}: ${message}`,
  );
}

describe("members of rules that Sigma does not define", () => {
  const [rule] = ruleSet(
    cloudTrailRule("a", "b", "alert: { group-by: [awsRegion], window: 90m }\nfirst_seen: { fields: c, learning: 2d }"),
  ).rules;

  it("say how signals become alerts", () => {
    assert.deepEqual(rule && alertOptions(rule), { groupBy: ["awsRegion"], window: 90 * 60_000 });
  });

  it("say what is new", () => {
    const day = 86_400_000;
    assert.deepEqual(rule && firstSeenOptions(rule), { fields: ["c"], memory: 30 * day, learning: 2 * day });
  });

  it("make a filter a suppression that ends", () => {
    const [one] = ruleSet(filter("owner: Mary\nreason: It is known\nexpires: 2026-12-31")).filters;
    assert.deepEqual(one && suppressionOf(one), {
      owner: "Mary",
      reason: "It is known",
      expires: Date.parse("2026-12-31"),
    });
  });

  it("end a suppression on its day, and no other filter", () => {
    const { filters } = ruleSet(filter("owner: Mary\nreason: It is known\nexpires: 2026-12-31"));
    assert.deepEqual(filtersInForce(filters, new Date("2026-12-30T23:59:59Z")), filters);
    assert.deepEqual(filtersInForce(filters, new Date("2026-12-31T00:00:00Z")), []);
    const lasting = ruleSet(filter("")).filters;
    assert.deepEqual(filtersInForce(lasting, new Date("2999-01-01T00:00:00Z")), lasting);
  });

  const wrong: readonly (readonly [string, string, string])[] = [
    ["an unknown member", cloudTrailRule("a", "b", "alert: { groupby: [c] }"), "alert has no member groupby"],
    ["a time without a unit", cloudTrailRule("a", "b", "alert: { window: 5 }"), "alert.window must be a number and"],
    ["what is no map", cloudTrailRule("a", "b", "first_seen: 30d"), "first_seen must be a map with"],
    ["no fields", cloudTrailRule("a", "b", "first_seen: { memory: 30d }"), "first_seen.fields must be a list"],
    ["a suppression of nobody", filter("reason: a\nexpires: 2026-12-31"), "owner must be a text"],
    ["a suppression without end", filter("owner: a\nreason: a"), "expires must be a text"],
    ["a day that is none", filter("owner: a\nreason: a\nexpires: soon"), "expires must be a day"],
    ["a day that no month has", filter("owner: a\nreason: a\nexpires: 2026-02-31"), "expires must be a day"],
  ];
  for (const [name, text, message] of wrong) {
    it(`are refused: ${name}`, () => {
      const [problem, ...others] = problemsOf(text);
      assert.match(problem ?? "", new RegExp(`^rules.yml:\\d+: .*${message}`));
      assert.ok(others.length <= 1, others.join("\n"));
    });
  }
});
