import type {
  ReportMember,
  SigmaCorrelation,
  SigmaExtension,
  SigmaFilter,
  SigmaMetadata,
  SigmaProblem,
  SigmaRule,
} from "../shared/sigma";
import { didYouMean } from "../shared/sigma/members";
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

const silently: ReportMember = () => undefined;

export function alertOptions({ custom }: Pick<SigmaMetadata, "custom">, report: ReportMember = silently): AlertOptions {
  const options = custom.alert === undefined ? {} : members(custom.alert, "alert", ["group-by", "window"], report);
  return {
    groupBy:
      options["group-by"] === undefined ? undefined : fieldNames(options["group-by"], ["alert", "group-by"], report),
    window: duration(options.window, ["alert", "window"], defaultAlertWindow, report),
  };
}

/** Undefined of a rule that is no such. */
export function firstSeenOptions(
  { custom }: Pick<SigmaMetadata, "custom">,
  report: ReportMember = silently,
): FirstSeenOptions | undefined {
  if (custom.first_seen === undefined) return undefined;
  const options = members(custom.first_seen, "first_seen", ["fields", "memory", "learning"], report);
  const memory = duration(options.memory, ["first_seen", "memory"], defaultMemory, report);
  if (memory > longestMemory) {
    report("wrong-value", ["first_seen", "memory"], "first_seen.memory must be at most 365d");
  }
  return {
    fields: fieldNames(options.fields, ["first_seen", "fields"], report),
    memory,
    learning: duration(options.learning, ["first_seen", "learning"], defaultLearning, report),
  };
}

const suppressionMembers = ["owner", "reason", "expires"] as const;

/** Undefined of a filter that belongs to its rules for good. */
export function suppressionOf(
  { custom }: Pick<SigmaMetadata, "custom">,
  report: ReportMember = silently,
): Suppression | undefined {
  if (suppressionMembers.every((name) => custom[name] === undefined)) return undefined;
  const [owner, reason, expires] = suppressionMembers.map((name) => {
    const value = custom[name];
    if (typeof value === "string" && value !== "") return value;
    const rest = `${name} must be a text`;
    report("wrong-value", [name], `a suppression has an owner, a reason and a day on which it expires: ${rest}`);
    return "";
  });
  const time = dayOf(expires ?? "");
  if (expires !== "" && time === undefined) {
    report("wrong-value", ["expires"], `expires must be a day such as 2026-12-31, not ${expires}`);
  }
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

/** What such members must be, for whoever reads rules. */
export const ruleOptions: SigmaExtension = {
  members: ["alert", "first_seen", "triage", ...suppressionMembers],
  check: (document, report) => {
    const { kind, custom } = document;
    if (kind === "filter") {
      suppressionOf(document, report);
      return;
    }
    alertOptions(document, report);
    if (kind === "rule") firstSeenOptions(document, report);
    else if (custom.first_seen !== undefined) {
      const instead = "write it into the rules that the correlation names";
      report("unknown-member", ["first_seen"], `first_seen is for rules, not correlations: ${instead}`);
    }
  },
};

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
  report: ReportMember,
): Readonly<Record<string, unknown>> {
  const record = asRecord(value);
  if (record === undefined) report("wrong-value", [name], `${name} must be a map with ${allowed.join(", ")}`);
  for (const member of Object.keys(record ?? {})) {
    if (allowed.includes(member)) continue;
    report("unknown-member", [name, member], `${name} has no member ${member}${didYouMean(member, allowed)}`);
  }
  return record ?? {};
}

type MemberPath = readonly [member: string, option: string];

function fieldNames(value: unknown, path: MemberPath, report: ReportMember): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = items.findIndex((item) => typeof item !== "string" || item === "");
  if (items.length > 0 && wrong < 0) return items as readonly string[];
  const place = Array.isArray(value) && wrong >= 0 ? [...path, wrong] : path;
  report("wrong-value", place, `${path.join(".")} must be a list of fields, such as [user.id, cloud.region]`);
  return [];
}

function duration(value: unknown, path: MemberPath, usual: number, report: ReportMember): number {
  if (value === undefined) return usual;
  const [, count = "", unit = ""] = typeof value === "string" ? (/^([1-9]\d{0,4})([mhd])$/.exec(value) ?? []) : [];
  const milliseconds = unitMilliseconds[unit];
  if (milliseconds !== undefined) return Number(count) * milliseconds;
  const given = typeof value === "string" || typeof value === "number" ? `, not ${value}` : "";
  report("wrong-value", path, `${path.join(".")} must be a number and m, h or d, such as 24h${given}`);
  return usual;
}
