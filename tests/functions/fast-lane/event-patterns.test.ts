import * as assert from "node:assert/strict";
import fc from "fast-check";
import { fastLanePatterns } from "../../../functions/fast-lane/event-patterns";
import { runs } from "../../support/fuzz";
import { cloudTrailRule, ruleSet } from "../detector/rules";

const patternsOf = (text: string): readonly unknown[] =>
  fastLanePatterns(ruleSet(text).rules).map((pattern) => JSON.parse(pattern) as unknown);
const calls = ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail", "AWS Service Event via CloudTrail"];
const named = (...eventName: string[]) => ({ "detail-type": calls, detail: { eventName } });

const rule = (name: string, detection: string, more = "logsource: { product: aws, service: cloudtrail }"): string =>
  `title: ${name}\nname: ${name}\nlevel: high\n${more}\ndetection:\n  ${detection}\n---\n`;

describe("what EventBridge sends to the fast lane", () => {
  const cases: readonly (readonly [string, string, readonly unknown[]])[] = [
    [
      "nothing without rules that need it",
      rule("flow", "s: { a: b }\n  condition: s", "logsource: { product: aws, service: vpc_flow }"),
      [],
    ],
    [
      "the events that rules name, once each",
      cloudTrailRule("a", "StopLogging") + cloudTrailRule("b", "[DeleteTrail, StopLogging]"),
      [named("DeleteTrail", "StopLogging")],
    ],
    [
      "the events that rules on documents name",
      rule(
        "a",
        "s: { event.action: StopLogging }\n  condition: s",
        "taxonomy: ecs\nlogsource: { product: aws, service: cloudtrail }",
      ),
      [named("StopLogging")],
    ],
    [
      "nothing for a rule that names only a part of an event",
      rule("a", "s: { eventName|startswith: Delete }\n  condition: s"),
      [],
    ],
    [
      "findings of GuardDuty where a rule asks for them",
      rule("a", "s: { severity|gte: 7 }\n  condition: s", "logsource: { product: aws, service: guardduty }"),
      [{ source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] }],
    ],
    [
      "nothing for other vendors",
      rule("a", "s: { eventName: x }\n  condition: s", "logsource: { product: okta, service: cloudtrail }"),
      [],
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(`is ${name}`, () => {
      assert.deepEqual(patternsOf(text), expected);
    });
  }

  it("is all events that are named, in patterns of 2,048 characters at most", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[A-Z][A-Za-z]{2,60}$/), { minLength: 1, maxLength: 200 }),
        (names) => {
          const patterns = fastLanePatterns(ruleSet(cloudTrailRule("a", `[${names.join(", ")}]`)).rules);
          const found = patterns.flatMap(
            (pattern) => (JSON.parse(pattern) as ReturnType<typeof named>).detail.eventName,
          );
          assert.deepEqual(found, [...names].sort());
          for (const pattern of patterns) assert.ok(pattern.length <= 2_048, `${pattern.length} characters`);
        },
      ),
      runs(50),
    );
  });
});
