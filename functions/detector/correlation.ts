import type { Signal, SignalValues } from "./signal";

export const correlationTypes = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export interface Bound {
  readonly operator: "lt" | "lte" | "gt" | "gte" | "eq" | "neq";
  readonly value: number;
}

/** A correlation, ready to be evaluated: references are resolved, times are milliseconds. */
export interface Correlation {
  /** What stands for it in signals. */
  readonly key: string;
  /** Of all that it says. */
  readonly hash: string;
  readonly type: CorrelationType;
  /** Keys of the rules and correlations that it is about, in their order. */
  readonly rules: readonly string[];
  /** What the ids of its groups begin with. */
  readonly groupPrefix: string;
  /** Names of what tells groups apart; none: all is one group. */
  readonly groupBy: readonly string[];
  readonly timespan: number;
  readonly bounds: readonly Bound[];
  /** Fields whose values are counted, summed, ... */
  readonly fields: readonly string[];
  readonly percentile: number;
  /** Alias -> key of a rule -> the rule's name of the field. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const comparisons: Readonly<Record<Bound["operator"], (value: number, bound: number) => boolean>> = {
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
  eq: (value, bound) => value === bound,
  neq: (value, bound) => value !== bound,
};

/** Whether a number is within all bounds; no number never is. */
export function holds(bounds: readonly Bound[], value: number | undefined): boolean {
  return value !== undefined && bounds.every((bound) => comparisons[bound.operator](value, bound.value));
}

/**
 * Whether more events may make the condition false. Such a condition is not judged while its window may still fill, but
 * once for each fixed window, when that closes.
 */
export function isJudgedAtClose({ bounds }: Pick<Correlation, "bounds">): boolean {
  return bounds.some(({ operator }) => operator !== "gt" && operator !== "gte");
}

/** Whether a window without any event fulfils the condition. */
export function holdsOfNothing({ type, bounds }: Pick<Correlation, "type" | "bounds">): boolean {
  return type !== "value_avg" && type !== "value_percentile" && holds(bounds, 0);
}

const countingTypes: ReadonlySet<CorrelationType> = new Set(["event_count", "temporal", "temporal_ordered"]);

/** How many signals a window must have at least to fulfil the condition. */
export function minimumSignals({ type, bounds }: Pick<Correlation, "type" | "bounds">): number {
  if (!countingTypes.has(type)) return 1;
  const least = bounds.map(({ operator, value }) => {
    if (operator === "gte" || operator === "eq") return Math.ceil(value);
    return operator === "gt" ? Math.floor(value) + 1 : 0;
  });
  return Math.max(1, ...least);
}

/** The values that a signal has for a name in a correlation: a field of the rule, or an alias. */
export function valuesFor(
  correlation: Pick<Correlation, "aliases">,
  name: string,
  signal: ValuedHit,
): readonly string[] {
  return signal.values[fieldFor(correlation, name, signal.rule)] ?? [];
}

/** The rule's field for a name in a correlation. */
export function fieldFor({ aliases }: Pick<Correlation, "aliases">, name: string, rule: string): string {
  return aliases[name]?.[rule] ?? name;
}

export interface ValuedHit extends Pick<Signal, "rule"> {
  readonly values: SignalValues;
}
