import { isIP } from "node:net";
import { fieldNames } from "../../functions/loader/formats/w3c";

/** The fields of a new site, in their order: those of lines whose header is not at hand. */
export const defaultNames: readonly string[] = [
  "date",
  "time",
  "s-ip",
  "cs-method",
  "cs-uri-stem",
  "cs-uri-query",
  "s-port",
  "cs-username",
  "c-ip",
  "cs(User-Agent)",
  "cs(Referer)",
  "sc-status",
  "sc-substatus",
  "sc-win32-status",
  "time-taken",
];

/** Fields that among the writers of this format only IIS and HTTP.sys have. */
const ownNames: ReadonlySet<string> = new Set([
  "s-sitename",
  "s-siteid",
  "s-reason",
  "s-queuename",
  "sc-substatus",
  "sc-win32-status",
]);

/** Whether a line is one of IIS's: its header, or a record of the default fields. */
export function isIisLine(line: string): boolean {
  if (line.startsWith("#")) {
    return (
      /^#Software: Microsoft (?:Internet Information Services|HTTP API)\b/.test(line) ||
      (fieldNames(line) ?? []).some((name) => ownNames.has(name))
    );
  }
  return isDefaultLine(line);
}

/** Whether a line has the default fields. */
export function isDefaultLine(line: string): boolean {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [^ ]+ [^ ]+ [^ ]+ [^ ]+ \d+ /.test(line)) return false;
  const values = line.trimEnd().split(" ");
  return (
    values.length === defaultNames.length &&
    isIP(values[2] ?? "") !== 0 &&
    isIP(values[8]?.split("%", 1)[0] ?? "") !== 0 &&
    values.slice(11).every((value) => /^(?:\d+|-)$/.test(value))
  );
}
