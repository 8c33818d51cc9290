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

export interface SuppressionReport {
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

const day = 86_400_000;
/** Before a suppression expires, somebody has to decide whether it is to be renewed. */
const soon = 7 * day;

export function suppressionReports(
  suppressing: readonly SuppressingFilter[],
  hits: ReadonlyMap<string, number>,
  now: number,
): readonly SuppressionReport[] {
  return suppressing.map(({ filter, suppression: { owner, reason, expires } }) => ({
    name: filter.name ?? sigmaKey(filter),
    title: filter.title,
    owner,
    reason,
    expires: new Date(expires).toISOString().slice(0, "YYYY-MM-DD".length),
    hits: hits.get(sigmaKey(filter)) ?? 0,
    state: expires <= now ? "expired" : expires - now < soon ? "expires soon" : "in force",
  }));
}

/** Whether anybody has to be told: a suppression that expired long ago is only mentioned beside something else. */
export function isWorthSending({ alerts, suppressions, range }: Digest): boolean {
  const needsALook = ({ hits, state, expires }: SuppressionReport): boolean =>
    hits > 0 || state === "expires soon" || (state === "expired" && Date.parse(expires) >= range.from);
  return alerts.length > 0 || suppressions.some(needsALook);
}

/** When the last digest was due: each day at an hour (UTC). */
export function lastDue(now: number, hour: number): number {
  const shift = hour * 3_600_000;
  return Math.floor((now - shift) / day) * day + shift;
}
