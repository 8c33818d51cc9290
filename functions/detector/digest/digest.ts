import type { SigmaLevel } from "../../shared/sigma/ast";
import { sigmaKey } from "../../shared/sigma/ast";
import type { SuppressingFilter } from "../rule-options";
import type { TimeRange } from "../signal";

/** What nobody was told of at once, for a day. */
export interface Digest {
  readonly range: TimeRange;
  /** Alerts below the level from which on people are told, by rule. */
  readonly alerts: readonly QuietAlerts[];
  /** How many alerts that people were told of are still open, by level. */
  readonly open: Readonly<Partial<Record<SigmaLevel, number>>>;
  readonly suppressions: readonly SuppressionReport[];
}

/** The alerts of a rule that were opened in a time. */
export interface QuietAlerts {
  readonly rule: string;
  readonly name: string;
  readonly author: readonly string[];
  readonly level: SigmaLevel;
  readonly alerts: number;
  readonly signals: number;
}

export type SuppressionReport = ListedSuppression | UnlistedSuppression;

export interface ListedSuppression {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly reason: string;
  /** The day from which on it does nothing. */
  readonly expires: string;
  /** Signals that it took out in the time. */
  readonly hits: number;
  readonly state: "in force" | "expires soon" | "expired";
}

/** One that took out signals in the time, and is not among the rules (any more). */
export interface UnlistedSuppression {
  /** Its key: its id, else its name, else its title. */
  readonly name: string;
  readonly hits: number;
  readonly state: "unknown";
}

const day = 86_400_000;
/** Before a suppression expires, somebody has to decide whether it is to be renewed. */
const soon = 7 * day;

/** What each suppression took out: first of those among the rules, then of all others that signals name. */
export function suppressionReports(
  suppressing: readonly SuppressingFilter[],
  hits: ReadonlyMap<string, number>,
  now: number,
): readonly SuppressionReport[] {
  const listed = suppressing.map(
    ({ filter, suppression: { owner, reason, expires } }): ListedSuppression => ({
      name: filter.name ?? sigmaKey(filter),
      title: filter.title,
      owner,
      reason,
      expires: new Date(expires).toISOString().slice(0, "YYYY-MM-DD".length),
      hits: hits.get(sigmaKey(filter)) ?? 0,
      state: expires <= now ? "expired" : expires - now < soon ? "expires soon" : "in force",
    }),
  );
  const keys = new Set(suppressing.map(({ filter }) => sigmaKey(filter)));
  const unlisted = [...hits].filter(([key]) => !keys.has(key));
  return [
    ...listed,
    ...unlisted.map(([name, count]): UnlistedSuppression => ({ name, hits: count, state: "unknown" })),
  ];
}

/** Whether anybody has to be told: a suppression that expired long ago is only mentioned beside something else. */
export function isWorthSending({ alerts, suppressions, range }: Digest): boolean {
  const needsALook = (report: SuppressionReport): boolean =>
    report.hits > 0 ||
    report.state === "expires soon" ||
    (report.state === "expired" && Date.parse(report.expires) >= range.from);
  return alerts.length > 0 || suppressions.some(needsALook);
}

/** When the last digest was due: each day at an hour (UTC). */
export function lastDue(now: number, hour: number): number {
  const shift = hour * 3_600_000;
  return Math.floor((now - shift) / day) * day + shift;
}
