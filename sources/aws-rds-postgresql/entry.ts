import { type NamedZone, namedZone, utcTime } from "../../functions/shared/time/time-zone";

/** An entry of the log, whichever format it is written in. */
export interface LogEntry {
  readonly time?: string | undefined;
  readonly user?: string | undefined;
  readonly database?: string | undefined;
  readonly remoteHost?: string | undefined;
  readonly remotePort?: string | undefined;
  readonly processId?: string | undefined;
  readonly severity?: string | undefined;
  readonly sqlState?: string | undefined;
  readonly message?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly context?: string | undefined;
  readonly internalQuery?: string | undefined;
  readonly statement?: string | undefined;
  readonly applicationName?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly commandTag?: string | undefined;
  readonly transactionId?: string | undefined;
  readonly virtualTransactionId?: string | undefined;
  readonly backendType?: string | undefined;
  readonly queryId?: string | undefined;
}

const timePattern = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?) ?(.*)$/;

/** `2026-01-02 03:04:05.123 UTC`: the time in UTC, and the zone's name where that does not say which zone it is. */
export function postgresqlTime(
  time: string | undefined,
  timeZone: string | undefined,
): { readonly utc?: string | undefined; readonly unknownZone?: NamedZone["unknown"] } {
  const [, local, zone = ""] = timePattern.exec(time ?? "") ?? [];
  if (local === undefined) return {};
  if (/^[+-]\d\d(?::?\d\d)?$/.test(zone)) return { utc: utcTime(local + zone) };
  const named = namedZone(zone, timeZone);
  return {
    utc: utcTime(local, named.timeZone),
    ...(named.unknown === undefined ? {} : { unknownZone: named.unknown }),
  };
}
