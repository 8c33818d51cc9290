import { isoTime } from "../values";
import { monthNumber } from "./common-log-time";

// `Wed Sep 04 16:59:44.356 UTC 2024`, and `Sep 4, 2024, 4:59:44 PM`.
const dateText = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d?) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) (?:UTC|GMT) (\d{4})$/;
const localText = /^([A-Z][a-z]{2}) (\d\d?), (\d{4}),? (\d\d?):(\d\d:\d\d)[ \u202f]([AP])M$/;

/** A time as ISO 8601 in UTC, be it one already or what Java's `Date` and `DateFormat` write of one, which is UTC. */
export function javaTime(value: unknown): string | undefined {
  const iso = isoTime(value);
  if (iso !== undefined || typeof value !== "string" || value.length > 40) return iso;
  const date = dateText.exec(value);
  if (date !== null) {
    const [, month, day = "", time, year] = date;
    return isoTime(`${year}-${monthNumber(month)}-${day.padStart(2, "0")}T${time}Z`);
  }
  const local = localText.exec(value);
  if (local === null) return undefined;
  const [, month, day = "", year, hour, rest, half] = local;
  const hours = (Number(hour) % 12) + (half === "P" ? 12 : 0);
  return isoTime(`${year}-${monthNumber(month)}-${day.padStart(2, "0")}T${String(hours).padStart(2, "0")}:${rest}Z`);
}
