import type { SigmaBound, SigmaCorrelation, SigmaRule, SigmaRuleSet } from "../shared/sigma";
import { sigmaKey } from "../shared/sigma/ast";
import { lookupOf } from "../shared/sigma/rule-set";
import { type Correlation, fieldFor } from "./correlation";
import { shortHash } from "./groups";
import { type Detection, type FirstSeenOptions, firstSeenOptions } from "./rule-options";
import { observedRule } from "./signal-document";

/** What the rules of a stack mean for signals. */
export interface DetectionPlan {
  /** Each behind those that it refers to. */
  readonly correlations: readonly Correlation[];
  readonly firstSeen: readonly FirstSeenRule[];
  /** By their keys. */
  readonly detections: ReadonlyMap<string, Detection>;
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
  const firstSeen = set.rules.flatMap((rule) => firstSeenRule(rule) ?? []);
  const plans = [...set.rules, ...set.correlations].map((document) => {
    const key = sigmaKey(document);
    const about = correlations.filter(({ rules }) => rules.includes(key));
    return [
      key,
      { correlations: about, fields: fieldsFor(key, about), alerts: raisesAlerts(key, set, keyOf) },
    ] as const;
  });
  const detections = new Map([...set.rules, ...set.correlations].map((one) => [sigmaKey(one), one]));
  return { correlations, firstSeen, detections, signals: new Map(plans) };
}

/** A rule of which only what is new is worth a signal: a grouping of what was seen. */
export interface FirstSeenRule extends FirstSeenOptions {
  readonly key: string;
  readonly hash: string;
  readonly groupPrefix: string;
  readonly groupBy: readonly string[];
  readonly aliases: Readonly<Record<string, never>>;
}

function firstSeenRule(rule: SigmaRule): FirstSeenRule | undefined {
  const options = firstSeenOptions(rule);
  if (options === undefined) return undefined;
  const key = sigmaKey(rule);
  const groupPrefix = shortHash(observedRule(key), rule.hash, JSON.stringify(options.fields)).slice(0, 12);
  return { ...options, key, hash: rule.hash, groupPrefix, groupBy: options.fields, aliases: {} };
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
