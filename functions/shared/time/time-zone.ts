import { remembering } from "../remembering";
import { isoTime } from "../values";

/** There are some 600 zones. @throws RangeError for a name that is none. */
const formatOf = remembering((timeZone) => {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-GB", { timeZone, ...parts, ...clock });
}, 1_000);

/** How far a zone's clocks are ahead of UTC at a point in time, in milliseconds. */
function offsetAt(utc: number, timeZone: string): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(utc)) parts[type] = value;
  const { year = "", month = "", day = "", hour = "", minute = "", second = "" } = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(utc / 1_000) * 1_000;
}

/**
 * The UTC of a wall clock's time, ISO 8601 without a zone, keeping its digits: `2026-03-29T12:00:00.5` in
 * `Europe/Berlin` is `2026-03-29T10:00:00.5Z`. A time with a zone keeps that one. Without `timeZone` it is UTC. Of an
 * hour that a clock shows twice, the first is meant.
 * @param timeZone IANA name, checked where it is configured.
 */
export function utcTime(local: string, timeZone?: string): string | undefined {
  const asUtc = isoTime(local);
  if (asUtc === undefined || timeZone === undefined || timeZone === "UTC") return asUtc;
  if (/(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(local.slice(10))) return asUtc;
  const wall = Date.parse(asUtc);
  // The offset a day before holds before a change of the clocks, that of a day after behind it.
  const before = wall - offsetAt(wall - 86_400_000, timeZone);
  const after = wall - offsetAt(wall + 86_400_000, timeZone);
  const utc = before + offsetAt(before, timeZone) === wall ? before : after;
  return isoTime(`${new Date(utc).toISOString().slice(0, 19)}${/\.\d+/.exec(asUtc)?.[0] ?? ""}Z`);
}

/** The tag of a document whose time is in a zone that nobody can tell; it is taken for UTC. */
export const unknownZoneTag = "timestamp-zone-unknown";

/** What the name of a zone behind a time means. */
export interface NamedZone {
  /** For `utcTime`. */
  readonly timeZone: string | undefined;
  /** The name, for `event.timezone`, where it does not say which zone it is and none is configured. */
  readonly unknown?: string;
}

/**
 * UTC's names are certain, and so are names of places. Abbreviations are not: CST is America's, China's or Cuba's, and
 * whoever sets the clock may make up others. They are the zone that is configured for the object, if there is one.
 */
export function namedZone(name: string, configured: string | undefined): NamedZone {
  if (name === "") return { timeZone: configured };
  if (/^(?:UTC|GMT|UCT|Z)$/.test(name)) return { timeZone: undefined };
  if (/^[A-Z][A-Za-z]{1,20}\/[A-Z][A-Za-z_/-]{1,40}$/.test(name) && isTimeZone(name)) return { timeZone: name };
  return configured === undefined ? { timeZone: undefined, unknown: name } : { timeZone: configured };
}

/** Whether there is such a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}
