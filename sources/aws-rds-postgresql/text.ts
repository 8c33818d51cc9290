import { text } from "../../functions/shared/values";
import type { LogEntry } from "./entry";

const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})? (?:[A-Z]{1,5}|[+-]\d\d(?::?\d\d)?)`;
const severities = "LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG[1-5]?";
const sections = "DETAIL|HINT|QUERY|CONTEXT|LOCATION|STATEMENT|BACKTRACE";

/**
 * RDS's `log_line_prefix`: `%t:%r:%u@%d:[%p]:`, or with `%m` and more behind: `%l:%e:%s:%v:%x:%c:%q%a`. Names come from
 * clients, so how far they may reach is limited.
 */
const prefix = String.raw`(${time}):([^\n]{0,512}?):\[(\d{1,10})\]:`;
const morePrefix = String.raw`(?:\d{1,19}:([0-9A-Z]{5}):[^\n]{0,64}?:(\d*\/\d*)?:(\d*):([0-9a-f]{1,16}\.[0-9a-f]{1,16}):(?:([^\n]{0,64}?):?)??)?`;

/** An entry begins with its message; details, the statement and so on follow with prefixes of their own. */
export const entryStart = new RegExp(`^${prefix}${morePrefix}(?:${severities}): `);
const linePattern = new RegExp(`^${prefix}${morePrefix}(${severities}|${sections}): *`);

export function isTextEntry(record: string): boolean {
  return linePattern.test(record);
}

const remotePattern = /^(?:([^()\n]*)\((\d{1,5})\)|\[local\]|):/;

const sectionNames: ReadonlyMap<string, keyof LogEntry> = new Map([
  ["DETAIL", "detail"],
  ["HINT", "hint"],
  ["CONTEXT", "context"],
  ["QUERY", "internalQuery"],
  ["STATEMENT", "statement"],
]);

/** Reads the lines of an entry; `undefined` if the first has no prefix. */
export function readTextEntry(record: string): LogEntry | undefined {
  const lines = record.split("\n");
  const first = linePattern.exec(lines[0] ?? "");
  if (first === null) return undefined;
  const [, writtenAt, origin = "", processId, sqlState, virtualTransactionId, transactionId, sessionId, name] = first;
  const remote = remotePattern.exec(origin);
  const account = origin.slice(remote?.[0].length ?? 0);
  const at = account.lastIndexOf("@");
  const texts = new Map<string, string>();
  let section = "";
  for (const line of lines) {
    const start = /^\d/.test(line) ? linePattern.exec(line) : null;
    const label = start?.[9] ?? "";
    // Only the first line has a severity: another one would be an entry of its own.
    if (start !== null && (section === "" || sectionNames.has(label))) {
      section = label;
      texts.set(section, appended(texts.get(section), line.slice(start[0].length)));
    } else {
      texts.set(section, appended(texts.get(section), line.startsWith("\t") ? line.slice(1) : line));
    }
  }
  const severity = sectionNames.has(first[9] ?? "") ? undefined : first[9];
  return {
    time: writtenAt,
    remoteHost: remote?.[1],
    remotePort: remote?.[2],
    user: known(at === -1 ? account : account.slice(0, at)),
    database: known(at === -1 ? undefined : account.slice(at + 1)),
    processId,
    severity,
    sqlState,
    sessionId,
    transactionId,
    virtualTransactionId,
    applicationName: known(name),
    message: severity === undefined ? undefined : texts.get(severity),
    ...Object.fromEntries([...sectionNames].map(([label, member]) => [member, texts.get(label)])),
  };
}

function appended(before: string | undefined, line: string): string {
  return before === undefined ? line : `${before}\n${line}`;
}

/** Before a session says who it is, its user and database are `[unknown]`. */
function known(name: string | undefined): string | undefined {
  return name === "[unknown]" ? undefined : text(name);
}
