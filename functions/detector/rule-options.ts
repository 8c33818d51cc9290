import type {
  SigmaCorrelation,
  SigmaFilter,
  SigmaMetadata,
  SigmaProblem,
  SigmaRule,
  SigmaRuleSet,
} from "../shared/sigma";
import { asRecord } from "../shared/values";

/*
 * Members of rules and filters that Sigma leaves to us: how signals become alerts (`alert`), that only what was not seen
 * before is worth a signal (`first_seen`), and until when something is suppressed, by whom and why.
 */

/** How the signals of a rule become alerts. */
export interface AlertOptions {
  /** Fields whose values tell alerts of the rule apart; undefined: who or what the event is about. */
  readonly groupBy: readonly string[] | undefined;
  /** Milliseconds: signals of each such time, counted from 1970, are one alert. */
  readonly window: number;
}

/** Only the first event with some values is worth a signal. */
export interface FirstSeenOptions {
  readonly fields: readonly string[];
  /** Milliseconds after which a value is new again. */
  readonly memory: number;
  /** Milliseconds from the rule's first event in which everything is new and nothing is said. */
  readonly learning: number;
}

/** What is known, and should not wake anybody. */
export interface Suppression {
  readonly owner: string;
  readonly reason: string;
  /** Epoch milliseconds: it does not work from then on. */
  readonly expires: number;
}

const day = 86_400_000;
const defaultAlertWindow = day;
const defaultMemory = 30 * day;
const defaultLearning = 7 * day;
const longestMemory = 365 * day;

const unitMilliseconds: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: day };

type Report = (message: string) => void;

export function alertOptions(
  { custom }: Pick<SigmaMetadata, "custom">,
  report: Report = () => undefined,
): AlertOptions {
  const options = custom.alert === undefined ? {} : members(custom.alert, "alert", ["group-by", "window"], report);
  return {
    groupBy: options["group-by"] === undefined ? undefined : fieldNames(options["group-by"], "alert.group-by", report),
    window: duration(options.window, "alert.window", defaultAlertWindow, report),
  };
}

/** Undefined of a rule that is no such. */
export function firstSeenOptions(
  { custom }: Pick<SigmaMetadata, "custom">,
  report: Report = () => undefined,
): FirstSeenOptions | undefined {
  if (custom.first_seen === undefined) return undefined;
  const options = members(custom.first_seen, "first_seen", ["fields", "memory", "learning"], report);
  const memory = duration(options.memory, "first_seen.memory", defaultMemory, report);
  if (memory > longestMemory) report("first_seen.memory must be at most 365d");
  return {
    fields: fieldNames(options.fields, "first_seen.fields", report),
    memory,
    learning: duration(options.learning, "first_seen.learning", defaultLearning, report),
  };
}

const suppressionMembers = ["owner", "reason", "expires"] as const;

/** Undefined of a filter that belongs to its rules for good. */
export function suppressionOf(
  { custom }: Pick<SigmaMetadata, "custom">,
  report: Report = () => undefined,
): Suppression | undefined {
  if (suppressionMembers.every((name) => custom[name] === undefined)) return undefined;
  const [owner, reason, expires] = suppressionMembers.map((name) => {
    const value = custom[name];
    if (typeof value === "string" && value !== "") return value;
    report(`a suppression has an owner, a reason and a day on which it expires: ${name} must be a text`);
    return "";
  });
  const time = dayOf(expires ?? "");
  if (expires !== "" && time === undefined) report(`expires must be a day such as 2026-12-31, not ${expires}`);
  return { owner: owner ?? "", reason: reason ?? "", expires: time ?? 0 };
}

/** Suppressions that do nothing any more: each is to be removed, or renewed by its owner. */
export function expiredSuppressions(filters: readonly SigmaFilter[], now: Date): readonly SigmaProblem[] {
  return splitFilters(filters).suppressing.flatMap(({ filter: { location }, suppression: { owner, expires } }) => {
    // That it has no day is an error of its own.
    if (expires === 0 || expires > now.getTime()) return [];
    const day = new Date(expires).toISOString().slice(0, "YYYY-MM-DD".length);
    const message = `the suppression does nothing since ${day}: remove it, or have ${owner} renew it`;
    return [{ code: "convention", severity: "warning", location, message } as const];
  });
}

/** What is wrong with such members, at the documents that have them. */
export function optionProblems({
  rules,
  correlations,
  filters,
}: Pick<SigmaRuleSet, "rules" | "correlations" | "filters">): readonly SigmaProblem[] {
  const problems: SigmaProblem[] = [];
  const reportOf =
    ({ location }: SigmaMetadata): Report =>
    (message) =>
      problems.push({ code: "wrong-value", severity: "error", location, message });
  for (const document of [...rules, ...correlations]) alertOptions(document, reportOf(document));
  for (const rule of rules) firstSeenOptions(rule, reportOf(rule));
  for (const correlation of correlations) {
    if (correlation.custom.first_seen !== undefined) reportOf(correlation)("first_seen is for rules, not correlations");
  }
  for (const filter of filters) suppressionOf(filter, reportOf(filter));
  return problems;
}

/** What raises signals. */
export type Detection = SigmaRule | SigmaCorrelation;

/** A filter with what makes it a suppression. */
export interface SuppressingFilter {
  readonly filter: SigmaFilter;
  readonly suppression: Suppression;
}

/** Tells suppressions from filters that belong to their rules for good. */
export function splitFilters(filters: readonly SigmaFilter[]): {
  readonly lasting: readonly SigmaFilter[];
  readonly suppressing: readonly SuppressingFilter[];
} {
  const lasting: SigmaFilter[] = [];
  const suppressing: SuppressingFilter[] = [];
  for (const filter of filters) {
    const suppression = suppressionOf(filter);
    if (suppression === undefined) lasting.push(filter);
    else suppressing.push({ filter, suppression });
  }
  return { lasting, suppressing };
}

/** Filters that do something at a time: suppressions only until they expire. */
export function filtersInForce(filters: readonly SigmaFilter[], now: Date): readonly SigmaFilter[] {
  const { lasting, suppressing } = splitFilters(filters);
  const inForce = suppressing.filter(({ suppression: { expires } }) => now.getTime() < expires);
  return [...lasting, ...inForce.map(({ filter }) => filter)];
}

/** Epoch milliseconds at which a day of the calendar begins in UTC; undefined of any other text. */
function dayOf(text: string): number | undefined {
  const time = Date.parse(`${text}T00:00:00Z`);
  // JavaScript takes the 31st of February for a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? time : undefined;
}

function members(
  value: unknown,
  name: string,
  allowed: readonly string[],
  report: Report,
): Readonly<Record<string, unknown>> {
  const record = asRecord(value);
  if (record === undefined) report(`${name} must be a map with ${allowed.join(", ")}`);
  const unknown = Object.keys(record ?? {}).find((member) => !allowed.includes(member));
  if (unknown !== undefined) report(`${name} has no member ${unknown}; allowed: ${allowed.join(", ")}`);
  return record ?? {};
}

function fieldNames(value: unknown, name: string, report: Report): readonly string[] {
  const texts = (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(
    (item) => typeof item === "string" && item !== "",
  );
  if (texts.length > 0 && (!Array.isArray(value) || texts.length === value.length)) return texts as readonly string[];
  report(`${name} must be a list of fields`);
  return [];
}

function duration(value: unknown, name: string, usual: number, report: Report): number {
  if (value === undefined) return usual;
  const [, count = "", unit = ""] = typeof value === "string" ? (/^([1-9]\d{0,4})([mhd])$/.exec(value) ?? []) : [];
  const milliseconds = unitMilliseconds[unit];
  if (milliseconds !== undefined) return Number(count) * milliseconds;
  report(`${name} must be a number and m, h or d, such as 24h`);
  return usual;
}
