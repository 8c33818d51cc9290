import { monthNumber } from "../../functions/shared/time/common-log-time";

/** `[Fri Jan 02 02:50:11.123456 2026] [module:level]`; before 2.4 `[level]`, without fractions of a second. */
export const errorLineStart =
  /^\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d(?:\.\d+)?) (\d{4})\] \[(?:([a-z0-9_]*):)?(emerg|alert|crit|error|warn|notice|info|debug|trace[1-8])\] /;

/** The parts of an error log's entry. */
export interface ErrorEntry {
  /** ISO 8601 without a zone. */
  readonly time: string | undefined;
  readonly module: string | undefined;
  readonly level: string;
  readonly processId: string | undefined;
  readonly threadId: string | undefined;
  /** `address:port`, before 2.4 an address. */
  readonly client: string | undefined;
  /** Of the operating system. */
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  /** What is behind all this, of several lines maybe. */
  readonly message: string;
}

/** `[pid 10:tid 20]`, `[client 192.0.2.1:80]`, `[remote 192.0.2.1:80]`: a message may start with a bracket too. */
const headPattern = /^\[(pid|client|remote) (\[[^\]]{1,50}\]:\d{1,5}|[^\]]{1,100})\] ?/;
/** Between them, `(13)Permission denied: `. */
const systemErrorPattern = /^\((-?\d+)\)([^:]{1,100}): /;

/** `undefined` for what does not start as an entry does. */
export function parseErrorEntry(text: string): ErrorEntry | undefined {
  const start = errorLineStart.exec(text);
  if (start === null) return undefined;
  const [whole, monthName, day = "", clock = "", year = "", module, level = ""] = start;
  const month = monthNumber(monthName);
  const heads = new Map<string, string>();
  let message = text.slice(whole.length);
  let systemError: RegExpExecArray | null = null;
  for (;;) {
    systemError ??= systemErrorPattern.exec(message);
    if (systemError !== null && message.startsWith(systemError[0])) message = message.slice(systemError[0].length);
    const head = headPattern.exec(message);
    if (head === null) break;
    const [found, kind = "", value = ""] = head;
    // ModSecurity names the client again, without its port.
    if (!heads.has(kind)) heads.set(kind, value);
    message = message.slice(found.length);
  }
  const [processId, thread] = heads.get("pid")?.split(":tid ") ?? [];
  return {
    time: month === undefined ? undefined : `${year}-${month}-${day.trim().padStart(2, "0")}T${clock}`,
    module: module === "" ? undefined : module,
    level,
    processId,
    threadId: thread,
    client: heads.get("client") ?? heads.get("remote"),
    errorCode: systemError?.[1],
    errorMessage: systemError?.[2],
    message,
  };
}
