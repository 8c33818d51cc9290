import {
  type SigmaBound,
  type SigmaCorrelation,
  type SigmaCorrelationCondition,
  type SigmaCorrelationType,
  type SigmaMetadata,
  type SigmaReference,
  sigmaBounds,
  sigmaCorrelationTypes,
} from "./ast";
import { contentHash } from "./content-hash";
import { didYouMean, type Members, membersOf, shown, textOf } from "./members";
import type { SigmaProblems } from "./problems";
import type { YamlNode } from "./yaml-nodes";

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Which parts of a condition a type needs: `field`, and `percentile` with it. */
const needs: Readonly<Record<SigmaCorrelationType, { readonly field: boolean; readonly bounds: boolean }>> = {
  event_count: { field: false, bounds: true },
  value_count: { field: true, bounds: true },
  temporal: { field: false, bounds: false },
  temporal_ordered: { field: false, bounds: false },
  value_sum: { field: true, bounds: true },
  value_avg: { field: true, bounds: true },
  value_percentile: { field: true, bounds: true },
};

/** @returns undefined after a fault was reported. */
export function parseCorrelation(
  document: Members,
  metadata: SigmaMetadata,
  problems: SigmaProblems,
): SigmaCorrelation | undefined {
  const faultsBefore = problems.errorCount;
  const node = document.entry("correlation")?.value;
  const members = node && membersOf(node, problems, "the correlation");
  if (members === undefined) return undefined;
  // pySigma writes `generate` into the correlation, the specification beside it.
  members.only(["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"]);
  members.required("type", `one of ${sigmaCorrelationTypes.join(", ")}`);
  const type = members.oneOf("type", sigmaCorrelationTypes);
  const rulesEntry = members.required("rules", "the ids or names of rules");
  const rules = rulesEntry === undefined ? [] : references(rulesEntry.value, problems);
  const timespanSeconds = timespan(members, problems);
  const condition = type === undefined ? undefined : parseBounds(members, type, rules.length, problems);
  const aliases = parseAliases(members, problems);
  const groupBy = members.texts("group-by");
  const generate = document.boolean("generate") ?? members.boolean("generate") ?? false;
  if (type === undefined || timespanSeconds === undefined || condition === undefined) return undefined;
  if (problems.errorCount > faultsBefore) return undefined;
  const meaning = { type, rules: rules.map(({ to }) => to), groupBy, timespanSeconds, condition, aliases };
  return { ...metadata, ...meaning, kind: "correlation", rules, generate, hash: contentHash(meaning) };
}

/** Names or ids of rules, at least one. */
export function references(node: YamlNode, problems: SigmaProblems): readonly SigmaReference[] {
  const items = node.kind === "list" ? node.items : [node];
  if (items.length === 0) problems.report("wrong-value", node, "rules is empty: name at least one, by id or name");
  return items.flatMap((item): SigmaReference[] => {
    const to = textOf(item);
    if (to !== undefined) return [{ to, location: item.location }];
    problems.report("wrong-type", item, `a rule is named by its id or name, not ${shown(item)}`);
    return [];
  });
}

function timespan(members: Members, problems: SigmaProblems): number | undefined {
  const entry = members.required("timespan", "one, such as timespan: 5m");
  if (entry === undefined) return undefined;
  const text = textOf(entry.value) ?? "";
  const [, count = "", unit = ""] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  const seconds = secondsOf[unit];
  if (seconds !== undefined) return Number(count) * seconds;
  problems.report(
    "wrong-value",
    entry.value,
    `timespan must be a number from 1 and s, m, h or d, such as 90m, not ${shown(entry.value)}`,
  );
  return undefined;
}

function parseBounds(
  members: Members,
  type: SigmaCorrelationType,
  rules: number,
  problems: SigmaProblems,
): SigmaCorrelationCondition | undefined {
  const need = needs[type];
  if (!need.bounds && !members.has("condition")) {
    // All of the rules must occur.
    return { bounds: [{ operator: "gte", value: rules }], fields: [] };
  }
  const entry = members.required("condition", "one, such as condition: { gte: 10 }");
  if (entry === undefined) return undefined;
  const { value: node } = entry;
  if (node.kind === "scalar") {
    problems.report(
      "wrong-type",
      node,
      "a correlation's condition must be a map such as gte: 10; of and, or and not, chain correlations",
    );
    return undefined;
  }
  const condition = membersOf(node, problems, "the condition");
  if (condition === undefined) return undefined;
  const isPercentile = type === "value_percentile";
  condition.only([...sigmaBounds, ...(need.field ? ["field"] : []), ...(isPercentile ? ["percentile"] : [])]);
  const bounds = sigmaBounds.flatMap((operator): SigmaBound[] => {
    const value = number(condition, operator, problems);
    return value === undefined ? [] : [{ operator, value }];
  });
  if (bounds.length === 0) {
    problems.report("missing-member", node, `the condition has no bound: add one of ${sigmaBounds.join(", ")}`);
  }
  const contradiction = contradictionOf(bounds);
  if (contradiction !== undefined) problems.report("wrong-value", node, contradiction);
  if (need.field) condition.required("field", "the field whose values are meant");
  const fields = condition.texts("field");
  if (fields.length > 1 && type !== "value_count") {
    problems.report("wrong-value", node, `${type} takes one field`);
  }
  if (!isPercentile) return { bounds, fields };
  const percentile = number(condition, "percentile", problems) ?? 50;
  if (percentile < 0 || percentile > 100) {
    problems.report("wrong-value", condition.entry("percentile") ?? node, "percentile must be from 0 to 100");
  }
  return { bounds, fields, percentile };
}

function number(members: Members, name: string, problems: SigmaProblems): number | undefined {
  const node = members.entry(name)?.value;
  if (node === undefined) return undefined;
  if (node.kind === "scalar" && typeof node.value === "number" && Number.isFinite(node.value)) return node.value;
  problems.report("wrong-type", node, `${name} must be a number, not ${shown(node)}`);
  return undefined;
}

/** Why no number can be within all bounds. */
function contradictionOf(bounds: readonly SigmaBound[]): string | undefined {
  const valuesWith = (...operators: readonly string[]): number[] =>
    bounds.filter(({ operator }) => operators.includes(operator)).map(({ value }) => value);
  const [equal] = valuesWith("eq");
  if (equal !== undefined && bounds.length > 1) return "eq says all: leave the other bounds out";
  const least = Math.max(...valuesWith("gt", "gte"));
  const most = Math.min(...valuesWith("lt", "lte"));
  const isEmpty = least > most || (least === most && valuesWith("gt", "lt").includes(least));
  return isEmpty ? `no number is both at least ${least} and at most ${most}` : undefined;
}

function parseAliases(members: Members, problems: SigmaProblems): SigmaCorrelation["aliases"] {
  const entry = members.entry("aliases");
  const aliases = entry && membersOf(entry.value, problems, "aliases");
  if (aliases === undefined) return {};
  const ofRules = new Set((members.entry("rules")?.value ?? aliases) && members.texts("rules"));
  return Object.fromEntries(
    aliases.entries.flatMap(({ key, value }) => {
      const fields = membersOf(value, problems, `the alias ${key}`);
      if (fields === undefined) return [];
      for (const { key: rule, location } of fields.entries) {
        if (ofRules.has(rule)) continue;
        problems.report(
          "unknown-rule",
          { location },
          `the alias ${key} names ${rule}, which is none of the correlation's rules${didYouMean(rule, [...ofRules])}`,
        );
      }
      const pairs = fields.entries.map(({ key: rule }) => [rule, fields.text(rule)] as const);
      return [[key, Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined))]];
    }),
  );
}
