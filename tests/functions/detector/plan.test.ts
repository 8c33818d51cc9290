import * as assert from "node:assert/strict";
import { detectionPlan } from "../../../functions/detector/plan";
import { buildRuleSet, parseSigma } from "../../../functions/shared/sigma";

const rule = (name: string): string => `
title: ${name}
name: ${name}
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${name} }, condition: selection }
---`;

function planOf(text: string) {
  const { documents, problems } = parseSigma(text, "rules.yml");
  const set = buildRuleSet(documents);
  assert.deepEqual(
    [...problems, ...set.problems].filter(({ severity }) => severity === "error"),
    [],
  );
  return detectionPlan(set);
}

describe("detectionPlan", () => {
  const plan = planOf(`${rule("denied")}${rule("alone")}${rule("stolen")}
title: Many denials
name: many_denials
correlation:
  type: value_count
  rules: [denied]
  group-by: [who]
  timespan: 5m
  condition: { field: eventSource, gte: 3 }
  aliases: { who: { denied: userIdentity.arn } }
---
title: Denials, then a theft
name: theft
correlation:
  type: temporal_ordered
  rules: [many_denials, stolen]
  group-by: [who]
  timespan: 1h
  generate: true
  aliases: { who: { many_denials: who, stolen: userIdentity.arn } }
`);

  it("has correlations behind those that they are about, with times in milliseconds", () => {
    assert.deepEqual(
      plan.correlations.map(({ key, rules, timespan }) => [key, rules, timespan]),
      [
        ["many_denials", ["denied"], 300_000],
        ["theft", ["many_denials", "stolen"], 3_600_000],
      ],
    );
  });

  it("says which fields the signals of a rule need, by the rule's names of them", () => {
    assert.deepEqual(
      ["denied", "many_denials", "stolen", "alone"].map((key) => plan.signals.get(key)?.fields),
      [["eventSource", "userIdentity.arn"], ["who"], ["userIdentity.arn"], []],
    );
  });

  it("has no alerts of rules that are only there for correlations, unless one says `generate`", () => {
    assert.deepEqual(
      ["denied", "many_denials", "stolen", "alone", "theft"].map((key) => plan.signals.get(key)?.alerts),
      [false, true, true, true, true],
    );
  });
});
