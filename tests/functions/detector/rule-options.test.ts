import * as assert from "node:assert/strict";
import {
  alertOptions,
  filtersInForce,
  firstSeenOptions,
  ruleOptions,
  suppressionOf,
} from "../../../functions/detector/rule-options";
import { parseSigma } from "../../../functions/shared/sigma";
import { cloudTrailRule, ruleSet } from "./rules";

const filter = (more: string): string => `${cloudTrailRule("stopped", "StopLogging")}
title: Maintenance
logsource: { product: aws }
${more}
filter: { rules: any, mary: { a: b }, condition: not mary }
`;

function problemsOf(text: string): readonly string[] {
  return parseSigma(text, "rules.yml", { extension: ruleOptions })
    .problems.filter(({ severity }) => severity === "error")
    .map(({ location: { file, line, column }, message }) => `${file}:${line}:${column}: ${message}`);
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

  const correlation = `${cloudTrailRule("a", "b")}
title: Both
correlation: { type: event_count, rules: a, timespan: 1m, condition: { gte: 2 } }
first_seen: { fields: c }
`;
  const wrong: readonly (readonly [string, string, string])[] = [
    [
      "an unknown member",
      cloudTrailRule("a", "b", "alert: { groupby: [c] }"),
      "9:10: alert has no member groupby: did you mean group-by\\?",
    ],
    [
      "a time without a unit",
      cloudTrailRule("a", "b", "alert:\n  window: 5"),
      "10:11: alert.window must be a number and m, h or d, such as 24h, not 5",
    ],
    ["what is no map", cloudTrailRule("a", "b", "first_seen: 30d"), "9:13: first_seen must be a map with"],
    ["no fields", cloudTrailRule("a", "b", "first_seen: { memory: 30d }"), "9:1: first_seen.fields must be a list"],
    [
      "a field that is none",
      cloudTrailRule("a", "b", "first_seen: { fields: [a, [b]] }"),
      "9:27: first_seen.fields must be a list",
    ],
    [
      "a memory without end",
      cloudTrailRule("a", "b", "first_seen: { fields: a, memory: 366d }"),
      "9:34: first_seen.memory must be at most 365d",
    ],
    ["new things of a correlation", correlation, "13:1: first_seen is for rules, not correlations"],
    ["a suppression of nobody", filter("reason: a\nexpires: 2026-12-31"), "11:1: .* owner must be a text"],
    ["a suppression without end", filter("owner: a\nreason: a"), "11:1: .* expires must be a text"],
    ["a day that is none", filter("owner: a\nreason: a\nexpires: soon"), "15:10: expires must be a day"],
    ["a day that no month has", filter("owner: a\nreason: a\nexpires: 2026-02-31"), "15:10: expires must be a day"],
  ];
  it("are told also of a rule that is refused for something else, and of what is nearly such a member", () => {
    const broken = cloudTrailRule("a", "b", "alert: { window: 5 }").replace("condition: selection", "condition: other");
    assert.deepEqual(
      problemsOf(broken).map((problem) => problem.split(":")[1]),
      ["8", "9"],
    );
    const { problems } = parseSigma(cloudTrailRule("a", "b", "first-seen: { fields: c }"), "rules.yml", {
      extension: ruleOptions,
    });
    assert.match(problems[0]?.message ?? "", /first-seen is not a member .* did you mean first_seen\?/);
  });

  for (const [name, text, message] of wrong) {
    it(`are refused: ${name}`, () => {
      const [problem, ...others] = problemsOf(text);
      assert.match(problem ?? "", new RegExp(`^rules\\.yml:${message}`));
      assert.ok(others.length <= 1, others.join("\n"));
    });
  }
});
