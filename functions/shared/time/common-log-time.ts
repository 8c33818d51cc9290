import { lookup } from "../lookup";
import { isoTime } from "../values";

const months: Readonly<Record<string, string>> = {
  Jan: "01",
  Feb: "02",
  Mar: "03",
  Apr: "04",
  May: "05",
  Jun: "06",
  Jul: "07",
  Aug: "08",
  Sep: "09",
  Oct: "10",
  Nov: "11",
  Dec: "12",
};

/** `09` of `Sep`. */
export function monthNumber(name: string | undefined): string | undefined {
  return lookup(months, name);
}

/** The time of the Common Log Format, `06/Feb/2019:00:00:38 +0000`, as ISO 8601 in UTC; `undefined` for anything else. */
export function commonLogTime(time: string | undefined): string | undefined {
  if (time?.charAt(2) !== "/" || time.charAt(6) !== "/" || time.charAt(11) !== ":") return undefined;
  const month = monthNumber(time.slice(3, 6));
  if (month === undefined) return undefined;
  return isoTime(`${time.slice(7, 11)}-${month}-${time.slice(0, 2)}T${time.slice(12, 20)}${time.slice(21) || "Z"}`);
}

const spelledPattern =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d)(?:[.:](\d{1,6}))?(?: (?:UTC|GMT))?$/;

/** UTC with the month's name, as Redshift and ElastiCache write it: `Fri, 02 Jan 2026 03:04:05:678`, `02 Jan 2026 03:04:05.678 UTC`. */
export function spelledTime(time: string | undefined): string | undefined {
  const [, day = "", monthName, year, clock, fraction] = spelledPattern.exec(time ?? "") ?? [];
  const month = lookup(months, monthName);
  if (month === undefined) return undefined;
  return isoTime(`${year}-${month}-${day.padStart(2, "0")}T${clock}${fraction === undefined ? "" : `.${fraction}`}Z`);
}
