import { NamedValues } from "../../functions/shared/text/named-values";

/** A record of the audit daemon. */
export interface AuditRecord {
  readonly node: string | undefined;
  readonly type: string;
  /** Seconds since 1970 with three decimals. */
  readonly time: string;
  /** Records of one event have the same number. */
  readonly serial: string;
  readonly values: NamedValues;
}

const headerPattern =
  /^(?:node=(\S{1,255}) )?type=([A-Z0-9_]{1,64}|UNKNOWN\[\d{1,8}\]) msg=audit\((\d{1,12}\.\d{1,9}):(\d{1,20})\): ?/;
/** As the kernel writes them to the system log where no daemon takes them. */
const kernelPattern = /^(?:\[ {0,16}[\d.]{1,32}\] ?)?audit: type=(\d{4}) audit\((\d{1,12}\.\d{1,9}):(\d{1,20})\): ?/;

/** Types that the kernel writes by number. @see https://github.com/torvalds/linux/blob/master/include/uapi/linux/audit.h */
const typeNumbers: ReadonlyMap<string, string> = new Map([
  ["1300", "SYSCALL"],
  ["1302", "PATH"],
  ["1305", "CONFIG_CHANGE"],
  ["1306", "SOCKADDR"],
  ["1307", "CWD"],
  ["1309", "EXECVE"],
  ["1325", "NETFILTER_CFG"],
  ["1326", "SECCOMP"],
  ["1327", "PROCTITLE"],
  ["1330", "KERN_MODULE"],
  ["1334", "BPF"],
  ["1400", "AVC"],
  ["1403", "MAC_POLICY_LOAD"],
  ["1404", "MAC_STATUS"],
  ["1700", "ANOM_PROMISCUOUS"],
  ["1701", "ANOM_ABEND"],
]);

export function isAuditLine(line: string): boolean {
  return headerPattern.test(line) || kernelPattern.test(line);
}

/** Takes a record apart; `undefined` if it is none. */
export function parseAuditLine(line: string): AuditRecord | undefined {
  const header = headerPattern.exec(line);
  if (header !== null) {
    const [start, node, type = "", time = "", serial = ""] = header;
    return { node, type, time, serial, values: readValues(line.slice(start.length), type) };
  }
  const kernel = kernelPattern.exec(line);
  if (kernel === null) return undefined;
  const [start, number = "", time = "", serial = ""] = kernel;
  const type = typeNumbers.get(number) ?? `UNKNOWN[${number}]`;
  return { node: undefined, type, time, serial, values: readValues(line.slice(start.length), type) };
}

const noValue: ReadonlySet<string> = new Set(["?", "(null)", "(none)", "4294967295", "-1", "unset", "(unknown)"]);

function readValues(text: string, type: string): NamedValues {
  const values = new Map<string, string>();
  const denial = /^avc: {1,4}(denied|granted) {1,4}\{ ([^}]{0,512})\} for {1,4}/.exec(text);
  if (denial !== null) {
    values.set("avc", denial[1] ?? "");
    values.set("permissions", denial[2]?.trim() ?? "");
  }
  readPairs(text.slice(denial?.[0].length ?? 0), type, values);
  return new NamedValues(values, noValue);
}

/**
 * `name=value`, separated by spaces; what an enriched log adds stands behind a group separator. Values may be quoted;
 * in apostrophes or braces are further pairs. The first of a name counts: what a user controls comes later.
 */
function readPairs(text: string, type: string, values: Map<string, string>): void {
  let at = 0;
  // What is not closed once is not closed later either: looking again each time would take quadratic time.
  const unclosed = new Set<string>();
  while (at < text.length) {
    const equals = text.indexOf("=", at);
    if (equals === -1) return;
    const before = text.slice(at, equals);
    const name = before.slice(
      Math.max(before.lastIndexOf(" "), before.lastIndexOf("\x1d"), before.lastIndexOf(",")) + 1,
    );
    const first = text.charAt(equals + 1);
    const closing = closings.get(first);
    const found = closing === undefined || unclosed.has(closing) ? -1 : text.indexOf(closing, equals + 2);
    if (closing !== undefined && found === -1) unclosed.add(closing);
    if (found === -1) {
      const end = endOfBare(text, equals + 1);
      add(values, name, decoded(text.slice(equals + 1, end), name, type));
      at = end + 1;
    } else if (first === '"') {
      add(values, name, text.slice(equals + 2, found));
      at = found + 1;
    } else {
      readPairs(text.slice(equals + 2, found).trim(), type, values);
      at = found + 1;
    }
  }
}

const closings: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ["{", "}"],
]);

function endOfBare(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== 0x20 && text.charCodeAt(end) !== 0x1d) end += 1;
  return end;
}

function add(values: Map<string, string>, name: string, value: string): void {
  if (name !== "" && !values.has(name)) values.set(name, value);
}

/** Fields whose value comes from a user: in quotes if harmless, else in hexadecimal. */
const encodedFields: ReadonlySet<string> = new Set([
  ...["proctitle", "comm", "exe", "name", "cwd", "cmd", "acct", "path", "data", "key", "ocomm", "vm", "watch", "dir"],
]);

function decoded(value: string, name: string, type: string): string {
  const isArgument = type === "EXECVE" && /^a\d{1,6}(?:\[\d{1,6}\])?$/.test(name);
  if (!isArgument && !encodedFields.has(name)) return value;
  if (value.length % 2 !== 0 || !/^[0-9A-F]+$/.test(value)) return value;
  const text = Buffer.from(value, "hex").toString("utf8");
  return name === "proctitle" ? text.replaceAll("\0", " ").trimEnd() : text;
}
