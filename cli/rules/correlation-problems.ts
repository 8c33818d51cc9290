import { type Bound, holds } from "../../functions/detector/correlation";
import type { LogSource } from "../../functions/loader/source";
import {
  lookupOf,
  placeIn,
  type SigmaCorrelation,
  type SigmaCorrelationType,
  type SigmaLookup,
  type SigmaPath,
  type SigmaProblem,
  type SigmaRule,
  type SigmaRuleSet,
  sigmaKey,
} from "../../functions/shared/sigma";
import { faultInAll } from "./field-problems";
import { groupFieldFault } from "./known-fields";
import { sourcesFor } from "./sources-for";

/** Correlations that can never hold, or only of a part of what they name. */
export function correlationProblems(
  { rules, correlations }: Pick<SigmaRuleSet, "rules" | "correlations">,
  sources: readonly LogSource[],
): readonly SigmaProblem[] {
  const find = lookupOf([...rules, ...correlations]);
  return correlations.flatMap((correlation) => [
    ...countProblems(correlation, find),
    ...fieldProblems(correlation, find, sources),
  ]);
}

/** The most that a window can count; none of what is no count. */
const mostCounted: Readonly<
  Record<SigmaCorrelationType, (correlation: SigmaCorrelation, find: SigmaLookup) => number | undefined>
> = {
  event_count: () => Number.POSITIVE_INFINITY,
  value_count: ({ condition, groupBy }) =>
    condition.fields.every((field) => groupBy.includes(field)) ? 1 : Number.POSITIVE_INFINITY,
  temporal: ({ rules }, find) => new Set(rules.map(({ to }) => keyOf(to, find))).size,
  temporal_ordered: ({ rules }) => rules.length,
  value_sum: () => undefined,
  value_avg: () => undefined,
  value_percentile: () => undefined,
};

const whyNotMore: Readonly<Partial<Record<SigmaCorrelationType, string>>> = {
  value_count: "within a group by the field that it counts there is one value",
  temporal: "it counts how many of its rules match, each once",
  temporal_ordered: "it counts how many of its rules match in their order",
};

function countProblems(correlation: SigmaCorrelation, find: SigmaLookup): readonly SigmaProblem[] {
  const { type, condition } = correlation;
  const most = mostCounted[type](correlation, find);
  if (most === undefined || isPossible(condition.bounds, most)) return [];
  const why = isPossible(condition.bounds, Number.POSITIVE_INFINITY)
    ? whyNotMore[type]
    : "it counts whole numbers from 0";
  const [first] = condition.bounds;
  const path: SigmaPath = first === undefined ? ["condition"] : ["condition", first.operator];
  const written = condition.bounds.map(({ operator, value }) => `${operator} ${value}`).join(" and ");
  return [neverMatches(correlation, path, `the correlation never holds: no count can be ${written}, as ${why}`)];
}

/** Whether a whole number from 0 to `most` is within all bounds: only those beside bounds can be the first that is. */
function isPossible(bounds: readonly Bound[], most: number): boolean {
  const beside = bounds.flatMap(({ value }) => [-1, 0, 1].map((step) => Math.floor(value) + step));
  return [0, ...beside, most].filter((count) => count >= 0 && count <= most).some((count) => holds(bounds, count));
}

/** Fields that the logs of a rule do not have: what it matches is then in no group, or has no value. */
function fieldProblems(
  correlation: SigmaCorrelation,
  find: SigmaLookup,
  sources: readonly LogSource[],
): readonly SigmaProblem[] {
  const { groupBy, condition, aliases } = correlation;
  const asked: readonly (readonly [name: string, path: SigmaPath, of: string])[] = [
    ...[...groupBy.entries()].map(([index, name]) => [name, ["group-by", index], "is in no common group"] as const),
    ...condition.fields.map((name) => [name, ["condition", "field"], "has no value"] as const),
  ];
  return asked.flatMap(([name, path, consequence]) =>
    correlation.rules.flatMap(({ to }): SigmaProblem[] => {
      const rule = find(to);
      const field = aliases[name]?.[to] ?? name;
      const fault = rule && lackOf(rule, field, sources);
      if (rule === undefined || fault === undefined) return [];
      return [neverMatches(correlation, path, `what ${to} matches ${consequence}: ${fault}`)];
    }),
  );
}

function lackOf(rule: SigmaRule | SigmaCorrelation, field: string, sources: readonly LogSource[]): string | undefined {
  if (rule.kind === "correlation") {
    // What a correlation finds has only the values of its group.
    if (rule.groupBy.includes(field)) return undefined;
    return `the correlation ${rule.name ?? sigmaKey(rule)} does not group by ${field}: add it to its group-by`;
  }
  const ofRule = sourcesFor(rule.logsource, sources);
  return ofRule.length === 0 ? undefined : faultInAll(ofRule, (source) => groupFieldFault(source, field))?.message;
}

function neverMatches(correlation: SigmaCorrelation, path: SigmaPath, message: string): SigmaProblem {
  const location = placeIn(correlation, ["correlation", ...path]);
  return { code: "never-matches", severity: "warning", location, message };
}

function keyOf(reference: string, find: SigmaLookup): string {
  const found = find(reference);
  return found === undefined ? reference : sigmaKey(found);
}
