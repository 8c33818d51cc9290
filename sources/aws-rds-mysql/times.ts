import { utcTime } from "../../functions/shared/time/time-zone";

const legacyTime = /^(\d{6}|\d{4}-\d\d-\d\d) +(\d{1,2}:\d\d:\d\d)$/;

/** The time of any of the logs: `2026-01-02T03:04:05.123456Z`, `2026-01-02  3:04:05`, `260102  3:04:05`, `20260102 03:04:05`. */
export function mysqlTime(time: string, timeZone: string | undefined): string | undefined {
  const [, date, clock] = legacyTime.exec(time) ?? [];
  if (date === undefined || clock === undefined) return utcTime(time, timeZone);
  return utcTime(`${date.length === 6 ? "20" : ""}${date} ${clock.padStart(8, "0")}`, timeZone);
}
