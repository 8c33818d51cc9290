import type { SigmaBound, SigmaCorrelation, SigmaRuleSet } from "../shared/sigma";
import { lookupOf, sigmaKey } from "../shared/sigma";
import { type Correlation, fieldFor } from "./correlation";
import { shortHash } from "./groups";

/** What the rules of a stack mean for signals. */
export interface DetectionPlan {
  /** Each behind those that it refers to. */
  readonly correlations: readonly Correlation[];
  /** By the key of a rule or correlation. */
  readonly signals: ReadonlyMap<string, SignalPlan>;
}

/** What a signal of a rule, or of a correlation, has to hold. */
export interface SignalPlan {
  /** Correlations that are about it. */
  readonly correlations: readonly Correlation[];
  /** The fields that these ask for. */
  readonly fields: readonly string[];
  /** Whether it raises alerts: not where it is only there for correlations, see `generate`. */
  readonly alerts: boolean;
}

type Referenced = Pick<SigmaRuleSet, "rules" | "correlations">;

export function detectionPlan(set: Referenced): DetectionPlan {
  const find = lookupOf([...set.rules, ...set.correlations]);
  const keyOf = (reference: string): string => {
    const found = find(reference);
    return found === undefined ? reference : sigmaKey(found);
  };
  const correlations = set.correlations.map((correlation) => resolve(correlation, keyOf));
  const plans = [...set.rules, ...set.correlations].map((document) => {
    const key = sigmaKey(document);
    const about = correlations.filter(({ rules }) => rules.includes(key));
    return [
      key,
      { correlations: about, fields: fieldsFor(key, about), alerts: raisesAlerts(key, set, keyOf) },
    ] as const;
  });
  return { correlations, signals: new Map(plans) };
}

function resolve(correlation: SigmaCorrelation, keyOf: (reference: string) => string): Correlation {
  const key = sigmaKey(correlation);
  const { type, groupBy, timespanSeconds, condition, aliases } = correlation;
  const byKey = Object.entries(aliases).map(([alias, fields]) => [
    alias,
    Object.fromEntries(Object.entries(fields).map(([rule, field]) => [keyOf(rule), field])),
  ]);
  return {
    key,
    hash: correlation.hash,
    type,
    rules: correlation.rules.map(({ to }) => keyOf(to)),
    // Signals keep their groups when only the condition changes.
    groupPrefix: shortHash(key, JSON.stringify([groupBy, byKey])).slice(0, 12),
    groupBy,
    timespan: timespanSeconds * 1_000,
    bounds: condition.bounds.map(({ operator, value }: SigmaBound) => ({ operator, value })),
    fields: condition.fields,
    percentile: condition.percentile ?? 50,
    aliases: Object.fromEntries(byKey),
  };
}

function fieldsFor(rule: string, about: readonly Correlation[]): readonly string[] {
  const names = about.flatMap((correlation) =>
    [...correlation.groupBy, ...correlation.fields].map((name) => fieldFor(correlation, name, rule)),
  );
  return [...new Set(names)].sort();
}

/** A rule that correlations are about raises no alerts itself, unless one of them says so. */
function raisesAlerts(key: string, { correlations }: Referenced, keyOf: (reference: string) => string): boolean {
  const about = correlations.filter(({ rules }) => rules.some(({ to }) => keyOf(to) === key));
  return about.length === 0 || about.some(({ generate }) => generate);
}
