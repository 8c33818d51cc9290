import { lookup } from "../../shared/lookup";
import { closingQuote } from "../../shared/text/escaped";
import { asRecord, integer, isoTime, text } from "../../shared/values";

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
    const parameter = /\s{1,8}([^\s="\]]{1,64})="/uy;
    parameter.lastIndex = at;
    for (let found = parameter.exec(line); found !== null; found = parameter.exec(line)) {
      const [, name = ""] = found;
      // By hand: a pattern that may go back runs out of stack in a value of megabytes.
      const end = closingQuote(line, parameter.lastIndex);
      parameters.set(name, line.slice(parameter.lastIndex, end).replace(/\\(["\\\]])/g, "$1"));
      at = end + 1;
      parameter.lastIndex = at;
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
