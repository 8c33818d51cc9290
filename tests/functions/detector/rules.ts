import * as assert from "node:assert/strict";
import { ruleOptions } from "../../../functions/detector/rule-options";
import { buildRuleSet, parseSigma, type SigmaRuleSet } from "../../../functions/shared/sigma";

/** The rules of a text, which must be sound. */
export function ruleSet(text: string): SigmaRuleSet {
  const { documents, problems } = parseSigma(text, "rules.yml", { extension: ruleOptions });
  const set = buildRuleSet(documents);
  const all = [...problems, ...set.problems];
  assert.deepEqual(
    all.filter(({ severity }) => severity === "error").map(({ message }) => message),
    [],
  );
  return set;
}

/** A rule for CloudTrail that asks for the event's name; `more` are further lines of it. */
export function cloudTrailRule(name: string, eventName: string, more = ""): string {
  return `
title: The call ${eventName}
name: ${name}
level: high
author: Somebody
tags: [attack.defense-evasion, attack.t1562.008]
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${eventName} }, condition: selection }
${more}
---`;
}
