import type { SigmaItem, SigmaRule, SigmaSearch } from "../shared/sigma/ast";
import { isFast } from "./fast-rules";

/** Characters that a pattern of EventBridge may have, less what is around the names. */
const maximumNames = 1_500;

const apiCalls = [
  "AWS API Call via CloudTrail",
  "AWS Console Sign In via CloudTrail",
  "AWS Service Event via CloudTrail",
];

/**
 * What EventBridge has to send for the rules that are fast: findings of GuardDuty, and of CloudTrail only the events that rules name, for
 * an account makes thousands of others. A rule that names none waits for the log.
 */
export function fastLanePatterns(all: readonly SigmaRule[]): readonly string[] {
  const rules = all.filter(isFast);
  const patterns: string[] = [];
  const isFor = (service: string) => (rule: SigmaRule) =>
    rule.logsource.service === service && rule.logsource.product === "aws";
  if (rules.some(isFor("guardduty"))) {
    patterns.push(JSON.stringify({ source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] }));
  }
  const names = [...new Set(rules.filter(isFor("cloudtrail")).flatMap(eventNames))].sort();
  for (const eventName of batches(names)) {
    patterns.push(JSON.stringify({ "detail-type": apiCalls, detail: { eventName } }));
  }
  return patterns;
}

function* batches(names: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let size = 0;
  for (const name of names) {
    if (size + name.length + 3 > maximumNames) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(name);
    size += name.length + 3;
  }
  if (batch.length > 0) yield batch;
}

/** Names of events that a rule asks for, as they are written. */
function eventNames({ taxonomy, detection }: SigmaRule): readonly string[] {
  const field = taxonomy === "ecs" ? "event.action" : "eventName";
  return detection.searches
    .flatMap(({ search }) => itemsOf(search))
    .filter((item) => item.field === field && !item.negated)
    .flatMap(({ values }) => values.flat())
    .flatMap((test) => {
      const [name, ...others] = test.kind === "text" ? test.parts : [];
      return typeof name === "string" && others.length === 0 ? [name] : [];
    });
}

function itemsOf(search: SigmaSearch): readonly SigmaItem[] {
  return search.kind === "item" ? [search] : search.searches.flatMap(itemsOf);
}
