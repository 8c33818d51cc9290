import { isoTime, text } from "../../functions/shared/values";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const javaDate = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d:\d\d:\d\d) (?:UTC|GMT) (\d{4})$/;

/** A time as Java's Date writes it, `Fri Jan 02 02:55:00 UTC 2026`, or in any way that `isoTime` reads. */
export function dateText(value: unknown): string | undefined {
  const match = javaDate.exec(text(value) ?? "");
  if (match === null) return isoTime(value);
  const [, name = "", day = "", clock, year] = match;
  const month = months.indexOf(name) + 1;
  return month === 0
    ? undefined
    : isoTime(`${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}T${clock}Z`);
}
