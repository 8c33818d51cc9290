import { lookup } from "./lookup";
import { isoTime } from "./values";

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
