import type { SigmaLocation } from "./problems";

/*
 * What Sigma documents say, as plain data: it can be written as JSON when rules are deployed and compiled where they run.
 */

export const sigmaLevels = ["informational", "low", "medium", "high", "critical"] as const;
export type SigmaLevel = (typeof sigmaLevels)[number];

export const sigmaStatuses = ["stable", "test", "experimental", "deprecated", "unsupported"] as const;
export type SigmaStatus = (typeof sigmaStatuses)[number];

/** What a rule's fields are those of: the raw record (`sigma`) or the ECS document. */
export const sigmaTaxonomies = ["sigma", "ecs"] as const;
export type SigmaTaxonomy = (typeof sigmaTaxonomies)[number];

export const sigmaRelations = ["derived", "obsolete", "merged", "renamed", "similar"] as const;

export interface SigmaRelated {
  readonly id: string;
  readonly type: (typeof sigmaRelations)[number];
}

/** What all kinds of documents say of themselves. */
export interface SigmaMetadata {
  /** Where the document starts. */
  readonly location: SigmaLocation;
  readonly title: string;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly related: readonly SigmaRelated[];
  readonly status?: SigmaStatus | undefined;
  readonly description?: string | undefined;
  readonly license?: string | undefined;
  readonly author?: string | undefined;
  readonly references: readonly string[];
  readonly date?: string | undefined;
  readonly modified?: string | undefined;
  readonly fields: readonly string[];
  readonly falsepositives: readonly string[];
  readonly level?: SigmaLevel | undefined;
  readonly tags: readonly string[];
  readonly scope: readonly string[];
  /** Members that Sigma does not define, as they are. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** Which logs a rule is for; what is not given may be anything. */
export interface SigmaLogSource {
  readonly category?: string | undefined;
  readonly product?: string | undefined;
  readonly service?: string | undefined;
}

export interface SigmaRule extends SigmaMetadata {
  readonly kind: "rule";
  readonly taxonomy: SigmaTaxonomy;
  readonly logsource: SigmaLogSource;
  readonly detection: SigmaDetection;
  /** Of what it detects (log source, taxonomy, detection): 16 hexadecimal digits. */
  readonly hash: string;
  readonly tests?: SigmaRuleTests | undefined;
}

export interface SigmaFilter extends SigmaMetadata {
  readonly kind: "filter";
  readonly taxonomy: SigmaTaxonomy;
  readonly logsource: SigmaLogSource;
  /** Ids or names of rules; `any`: all rules of its log source. */
  readonly rules: readonly SigmaReference[] | "any";
  /** Holds for what is to be kept: it is added to a rule's detection by `and`. */
  readonly detection: SigmaDetection;
}

/** The id or name of a rule or correlation. */
export interface SigmaReference {
  readonly to: string;
  readonly location: SigmaLocation;
}

export const sigmaCorrelationTypes = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
] as const;
export type SigmaCorrelationType = (typeof sigmaCorrelationTypes)[number];

export interface SigmaCorrelation extends SigmaMetadata {
  readonly kind: "correlation";
  readonly type: SigmaCorrelationType;
  readonly rules: readonly SigmaReference[];
  /** Fields, or aliases, whose values tell groups apart; empty: all events are one group. */
  readonly groupBy: readonly string[];
  readonly timespanSeconds: number;
  readonly condition: SigmaCorrelationCondition;
  /** Alias -> id or name of a rule -> the field that it stands for. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether the rules it refers to also raise alerts of their own. */
  readonly generate: boolean;
  /** Of what it correlates: 16 hexadecimal digits. */
  readonly hash: string;
}

export interface SigmaCorrelationCondition {
  /** All hold of the count, sum, average or percentile. Of `temporal` ones: of the number of different rules. */
  readonly bounds: readonly SigmaBound[];
  /** Fields whose values are counted (all of them together), summed, ... */
  readonly fields: readonly string[];
  /** For `value_percentile`: from 0 to 100. */
  readonly percentile?: number | undefined;
}

export const sigmaBounds = ["lt", "lte", "gt", "gte", "eq", "neq"] as const;

export interface SigmaBound {
  readonly operator: (typeof sigmaBounds)[number];
  readonly value: number;
}

export interface SigmaDetection {
  readonly searches: readonly SigmaNamedSearch[];
  /** One of them must hold. */
  readonly conditions: readonly SigmaCondition[];
}

/** A search identifier and what it stands for. */
export interface SigmaNamedSearch {
  readonly name: string;
  readonly search: SigmaSearch;
  readonly location: SigmaLocation;
}

export type SigmaSearch = { readonly kind: "all-of" | "any-of"; readonly searches: readonly SigmaSearch[] } | SigmaItem;

/** One line of a map: a field with modifiers, and its values. */
export interface SigmaItem {
  readonly kind: "item";
  /** None: the item is for the whole event. */
  readonly field?: string | undefined;
  /** As they are written. */
  readonly modifiers: readonly string[];
  /** `all`: each of the values must match, else one of them. */
  readonly linking: "any" | "all";
  /** `neq`: it holds where nothing matches. */
  readonly negated: boolean;
  /** For each value as it is written, what it may stand for: one of the tests must match. */
  readonly values: readonly (readonly SigmaTest[])[];
  readonly location: SigmaLocation;
}

/** A part of a text: itself, any text, one character, or one of some characters. */
export type SigmaTextPart = string | { readonly wildcard: "*" | "?" } | { readonly oneOf: string };

export const sigmaTimeParts = ["minute", "hour", "day", "week", "month", "year"] as const;
export type SigmaTimePart = (typeof sigmaTimeParts)[number];

export type SigmaComparison = "lt" | "lte" | "gt" | "gte" | "eq";

/** What is asked of a value. */
export type SigmaTest =
  | { readonly kind: "text"; readonly parts: readonly SigmaTextPart[]; readonly cased: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "exists"; readonly value: boolean }
  | { readonly kind: "regex"; readonly pattern: string; readonly flags: string }
  | {
      readonly kind: "compare";
      readonly operator: SigmaComparison;
      readonly value: number;
      /** Of a time, in UTC; the value itself by default. */
      readonly part?: SigmaTimePart | undefined;
    }
  | { readonly kind: "cidr"; readonly network: string }
  | {
      readonly kind: "field";
      readonly field: string;
      readonly position: "whole" | "start" | "end" | "anywhere";
      readonly cased: boolean;
    };

export type SigmaCondition =
  | { readonly kind: "and" | "or"; readonly conditions: readonly SigmaCondition[] }
  | { readonly kind: "not"; readonly condition: SigmaCondition }
  | { readonly kind: "search"; readonly name: string }
  /** `1 of` or `all of` a pattern or `them`, and the searches that it stands for. */
  | {
      readonly kind: "quantified";
      readonly quantifier: "one" | "all";
      readonly pattern: string;
      readonly names: readonly string[];
    };

/** Events that show what a rule is for: written in its file under `tests`. */
export interface SigmaRuleTests {
  /** Id of the log source of the records, where the rule's log source stands for several. */
  readonly source?: string | undefined;
  readonly match: readonly SigmaTestRecord[];
  readonly noMatch: readonly SigmaTestRecord[];
}

export interface SigmaTestRecord {
  readonly title: string;
  /** A raw record: an object, or the text of a line. */
  readonly record: unknown;
  readonly location: SigmaLocation;
}

export type SigmaDocument = SigmaRule | SigmaCorrelation | SigmaFilter;

/** What stands for a rule or correlation wherever it is named: its id, else its name, else its title. */
export function sigmaKey({ id, name, title }: Pick<SigmaMetadata, "id" | "name" | "title">): string {
  return id ?? name ?? title;
}
