import { utcTime } from "../../functions/shared/time-zone";

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

/** `2026-01-02 03:04:05.123 UTC`; of zones, only UTC and offsets say what they are. */
export function postgresqlTime(time: string | undefined, timeZone: string | undefined): string | undefined {
  const [, local, zone = ""] = timePattern.exec(time ?? "") ?? [];
  if (local === undefined) return undefined;
  if (zone === "UTC" || zone === "GMT") return utcTime(`${local}Z`);
  return /^[+-]\d\d(?::?\d\d)?$/.test(zone) ? utcTime(local + zone) : utcTime(local, timeZone);
}
