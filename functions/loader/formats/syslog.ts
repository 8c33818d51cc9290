import { isIP } from "node:net";
import { monthNumber } from "../../shared/common-log-time";
import type { EcsDocument } from "../../shared/ecs";
import { flatObject } from "../../shared/flat-object";
import { lookup } from "../../shared/lookup";
import { utcTime } from "../../shared/time-zone";
import { asRecord, integer, isoTime, nonEmpty, text } from "../../shared/values";
import type { LogObject, RawRecord } from "../source";

/** A syslog message, from a line, or from JSON of journald or Fluent Bit. */
export interface SyslogMessage {
  /** Facility and severity. */
  readonly priority?: number | undefined;
  /** As written: ISO 8601, or `Jan  2 03:04:05`, which has no year and no zone. */
  readonly time?: string | undefined;
  readonly host?: string | undefined;
  readonly program?: string | undefined;
  /** Mostly a process id. */
  readonly processId?: string | undefined;
  readonly messageId?: string | undefined;
  readonly structuredData?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  readonly message: string;
}

const clock = "\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?";
const isoTimePattern = `\\d{4}-\\d\\d-\\d\\dT${clock}(?:Z|[+-]\\d\\d:?\\d\\d)?`;
const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const bsdTimePattern = `${month} {1,2}\\d{1,2} (?:\\d{4} )?${clock}(?: \\d{4})?`;
const headerPattern = new RegExp(`^(?:<(\\d{1,3})> ?)?(${isoTimePattern}|${bsdTimePattern})(:?)(?: |$)`);
/** RFC 5424: priority, version, time, host, program, process id, message id. */
const versionedPattern = new RegExp(
  `^<(\\d{1,3})>1 (-|${isoTimePattern}) (\\S{1,255}) (\\S{1,128}) (\\S{1,128}) (\\S{1,64}) `,
);
const tagPattern = /^([^\s:[\]]{1,128})(?:\[([^\]\s]{1,64})\])?:(?: |$)/;

/** Where a message of several lines starts, for `recordStart`. */
export const syslogStart = new RegExp(
  `^(?:<\\d{1,3}>(?:1 )?) ?(?:-|${isoTimePattern}|${bsdTimePattern})(?:[: ]|$)|^(?:${isoTimePattern}|${bsdTimePattern})(?:[: ]|$)`,
);

/**
 * Takes a line apart that syslog wrote: RFC 5424, RFC 3164 and what rsyslog and journald make of it, with or without
 * priority, with a time in ISO 8601 or without a year. `undefined` if it does not start so.
 * @see https://www.rfc-editor.org/rfc/rfc5424#section-6
 * @see https://www.rfc-editor.org/rfc/rfc3164#section-4
 */
export function readSyslogLine(line: string): SyslogMessage | undefined {
  if (line !== lastLine) {
    lastMessage = takeApart(line);
    lastLine = line;
  }
  return lastMessage;
}

/** Each source that may claim a line reads it, and then the one that does. */
let lastLine = "";
let lastMessage: SyslogMessage | undefined;

function takeApart(line: string): SyslogMessage | undefined {
  const versioned = versionedPattern.exec(line);
  if (versioned !== null) return readVersioned(line, versioned);
  const header = headerPattern.exec(line);
  if (header === null) return undefined;
  const [start, priority, time, colon] = header;
  const rest = line.slice(start.length);
  return { priority: priorityOf(priority), time, ...(colon === ":" ? { message: rest.trimStart() } : readTag(rest)) };
}

/** `host program[pid]: message`, `program: message` or `host message`. */
function readTag(rest: string): Omit<SyslogMessage, "priority" | "time"> {
  const own = tagPattern.exec(rest);
  if (own !== null && !isEventFormat(rest))
    return { program: own[1], processId: own[2], message: messageOf(rest, own) };
  const space = rest.search(/\s/);
  const host = text(space === -1 ? rest : rest.slice(0, space));
  const message = space === -1 ? "" : rest.slice(space + 1).trimStart();
  const tag = isEventFormat(message) ? null : tagPattern.exec(message);
  if (tag === null) return isEventFormat(rest) ? { message: rest } : { host, message };
  return { host, program: tag[1], processId: tag[2], message: messageOf(message, tag) };
}

function messageOf(rest: string, [tag]: RegExpExecArray): string {
  return rest.slice(tag.length).trimStart();
}

/** The Common Event Format, which security products send in syslog messages, has a header of its own. */
function isEventFormat(message: string): boolean {
  return /^CEF:\s?\d/.test(message);
}

function readVersioned(line: string, match: RegExpExecArray): SyslogMessage {
  const [header, priority, time, host, program, processId, messageId] = match;
  const { structuredData, end } = readStructuredData(line, header.length);
  return {
    priority: priorityOf(priority),
    time: text(time),
    host: text(host),
    program: text(program),
    processId: text(processId),
    messageId: text(messageId),
    structuredData,
    message: line.slice(end).replace(/^\s{0,8}\uFEFF?/, ""),
  };
}

/** `-`, or `[id name="value" ...]` one behind the other; `"`, `\` and `]` are escaped in values. */
function readStructuredData(
  line: string,
  start: number,
): { structuredData: SyslogMessage["structuredData"]; end: number } {
  if (line.charAt(start) !== "[")
    return { structuredData: undefined, end: start + (line.charAt(start) === "-" ? 1 : 0) };
  const elements = new Map<string, Readonly<Record<string, string>>>();
  let at = start;
  while (line.charAt(at) === "[") {
    const idEnd = line.slice(at, at + 256).search(/[\s\]]/);
    // What is not closed is no structured data but the message.
    if (idEnd === -1) return { structuredData: undefined, end: start };
    const id = line.slice(at + 1, at + idEnd);
    const parameters = new Map<string, string>();
    at += idEnd;
    const parameter = /\s{1,8}([^\s="\]]{1,64})="((?:[^"\\]|\\.)*)"/suy;
    parameter.lastIndex = at;
    for (let found = parameter.exec(line); found !== null; found = parameter.exec(line)) {
      const [, name = "", value = ""] = found;
      parameters.set(name, value.replace(/\\(["\\\]])/g, "$1"));
      at = parameter.lastIndex;
    }
    if (line.charAt(at) !== "]") return { structuredData: undefined, end: start };
    at += 1;
    if (id !== "") elements.set(id, Object.fromEntries(parameters));
  }
  return { structuredData: Object.fromEntries(elements), end: at };
}

function priorityOf(value: string | undefined): number | undefined {
  const priority = integer(value);
  // 23 facilities, 8 severities.
  return priority !== undefined && priority <= 191 ? priority : undefined;
}

/**
 * A message that `journalctl -o json` or a shipper of the journal wrote.
 * @see https://systemd.io/JOURNAL_EXPORT_FORMATS/
 */
function readJournal(value: unknown): SyslogMessage | undefined {
  const entry = asRecord(value);
  if (entry === undefined || typeof entry.MESSAGE !== "string" || !("__REALTIME_TIMESTAMP" in entry)) return undefined;
  const severity = integer(entry.PRIORITY);
  const facility = integer(entry.SYSLOG_FACILITY);
  return {
    priority:
      severity === undefined || facility === undefined ? undefined : priorityOf(String(facility * 8 + severity)),
    time: isoTime(entry._SOURCE_REALTIME_TIMESTAMP) ?? isoTime(entry.__REALTIME_TIMESTAMP),
    host: text(entry._HOSTNAME),
    program: text(entry.SYSLOG_IDENTIFIER) ?? text(entry._COMM),
    processId: text(entry._PID) ?? text(entry.SYSLOG_PID),
    message: entry.MESSAGE,
  };
}

/**
 * What Fluent Bit's parsers of syslog make of a line; `date` is the time that its outputs add.
 * @see https://github.com/fluent/fluent-bit/blob/master/conf/parsers.conf
 */
function readParsed(value: unknown): SyslogMessage | undefined {
  const entry = asRecord(value);
  if (entry === undefined || typeof entry.ident !== "string" || typeof entry.message !== "string") return undefined;
  const host = text(entry.host);
  if (host === undefined) return undefined;
  return {
    priority: priorityOf(text(entry.pri)),
    time: text(entry.time) ?? isoTime(entry.date),
    host,
    program: text(entry.ident),
    processId: text(entry.pid),
    messageId: text(entry.msgid),
    message: entry.message,
  };
}

export function readSyslog(value: unknown): SyslogMessage | undefined {
  return typeof value === "string" ? readSyslogLine(value) : (readJournal(value) ?? readParsed(value));
}

const day = 86_400_000;

/**
 * The time of a message as ISO 8601. Where it has no year, it is in the year that puts it before its arrival, so that
 * December's messages in a file of January are of the year before; a day is allowed for clocks and zones.
 */
export function syslogTime(
  time: string | undefined,
  object: LogObject,
  { envelope }: Pick<RawRecord, "envelope">,
): string | undefined {
  if (time === undefined) return undefined;
  const zone = object.timeZone;
  if (/^\d/.test(time)) return utcTime(time, zone) ?? isoTime(time);
  const [name, date = "", ...others] = time.replace("  ", " ").split(" ");
  const year = others.find((part) => /^\d{4}$/.test(part));
  const clockTime = others.find((part) => part.includes(":"))?.replace(",", ".");
  const local = `${monthNumber(name)}-${date.padStart(2, "0")}T${clockTime}`;
  if (year !== undefined) return utcTime(`${year}-${local}`, zone);
  const reference = envelope?.time === undefined ? object.lastModified : new Date(envelope.time);
  if (reference === undefined || Number.isNaN(reference.getTime())) return undefined;
  const latest = reference.getTime() + day;
  // February 29th was at most eight years ago.
  for (let candidate = new Date(latest).getUTCFullYear(); candidate > reference.getUTCFullYear() - 9; candidate -= 1) {
    const found = utcTime(`${candidate}-${local}`, zone);
    if (found !== undefined && Date.parse(found) <= latest) return found;
  }
  return undefined;
}

/** @see https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1 */
const facilities = [
  ...[
    "kernel",
    "user-level",
    "mail",
    "daemon",
    "auth",
    "syslogd",
    "printer",
    "news",
    "uucp",
    "cron",
    "authpriv",
    "ftp",
  ],
  ...["ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"],
];
const severities = ["emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"];

/** What the header says, in ECS. */
export function syslogDocument(
  message: SyslogMessage,
  object: LogObject,
  record: RawRecord,
): Pick<EcsDocument, "@timestamp" | "host" | "process" | "log"> {
  const { priority, host, program, processId } = message;
  const pid = integer(processId);
  const facility = priority === undefined ? undefined : priority >> 3;
  const severity = priority === undefined ? undefined : priority & 7;
  const level = severity === undefined ? undefined : severities[severity];
  return {
    "@timestamp": syslogTime(message.time, object, record),
    host:
      host === undefined ? undefined : { name: host, ip: isIP(host) === 0 || host.includes("%") ? undefined : [host] },
    process: nonEmpty({ ...programParts(program), pid: pid !== undefined && pid >= 0 ? pid : undefined }),
    log: nonEmpty({
      level,
      syslog: nonEmpty({
        priority,
        facility: facility === undefined ? undefined : { code: facility, name: facilities[facility] },
        severity: severity === undefined ? undefined : { code: severity, name: level },
        procid: pid === undefined ? processId : undefined,
        msgid: message.messageId,
        structured_data: flatObject(message.structuredData),
      }),
    }),
  };
}

function programParts(program: string | undefined): { name?: string; executable?: string } {
  if (program?.startsWith("/") !== true) return program === undefined ? {} : { name: program };
  const name = program.slice(program.lastIndexOf("/") + 1);
  return name === "" ? { executable: program } : { name, executable: program };
}

/** `message repeated 3 times: [ Failed password ... ]`, as rsyslog writes it. */
export function unrepeated(message: string): { message: string; count: number | undefined } {
  const match = /^message repeated (\d{1,9}) times: \[ ?/.exec(message);
  if (match === null) return { message, count: undefined };
  return { message: message.slice(match[0].length).replace(/ ?\]\s{0,8}$/, ""), count: integer(match[1]) };
}

/** Programs as they are called by their path, in parentheses (`(systemd)`), or with their PAM module (`su(pam_unix)`). */
export function programName(program: string | undefined): string | undefined {
  if (program === undefined) return undefined;
  const base = program.slice(program.lastIndexOf("/") + 1);
  const plain = base.replace(/^\((.{1,64})\)$/, "$1");
  const open = plain.indexOf("(");
  return (open > 0 ? plain.slice(0, open) : plain) || undefined;
}

/** Words that stand where a host's name would be in logs that are no syslog. */
const levelWords: Readonly<Record<string, true>> = Object.fromEntries(
  ["trace", "debug", "info", "notice", "warn", "warning", "error", "fatal", "critical", "severe"].map((word) => [
    word,
    true,
  ]),
);

/** Whether a value is a syslog message, and not a log of something else that only has its time in front. */
export function isSyslog(value: unknown): boolean {
  const message = readSyslog(value);
  if (message === undefined || isEventFormat(message.message)) return false;
  if (typeof value !== "string" || value.startsWith("<") || !/^\d/.test(value)) return true;
  const host = message.host?.toLowerCase();
  return (
    host !== undefined && message.program !== undefined && lookup(levelWords, host.replace(/[[\]]/g, "")) === undefined
  );
}
