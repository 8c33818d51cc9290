import { isIP } from "node:net";
import { isEscaped } from "../../../shared/text/escaped";
import { firstQuote, lastQuote, type QuoteEnds, SpaceDelimitedLine } from "../../../shared/text/space-delimited";

/** The fields of a line in the Common Log Format, or the combined one, as they are written. */
export interface CommonLogLine {
  /** `name:port` or a name, where the format starts with it (`vhost_combined`). */
  readonly virtualHost: string | undefined;
  /** The client; a list of addresses (`client, proxy`) where the format has `X-Forwarded-For` in its place. */
  readonly host: string;
  readonly user: string;
  readonly time: string;
  readonly request: string;
  readonly status: string;
  readonly bytes: string;
  /** Combined format only. */
  readonly referrer: string | undefined;
  readonly userAgent: string | undefined;
  /** What somebody's own format has behind it. */
  readonly more: readonly string[];
}

/** With the quote that opens the request line: inside a user's name it would be escaped. */
const timePattern = / \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "/;

/**
 * Takes a line apart: `host ident user [time] "request" status bytes`, then `"referrer" "user agent"` in the combined
 * format. User, request, referrer and user agent are what a client sent. Servers escape the quotes in them, so a field
 * ends at the first quote that is not escaped and has behind it what must follow; where a server does not escape,
 * what must follow decides alone.
 * @see https://httpd.apache.org/docs/2.4/logs.html#accesslog
 * @returns `undefined` for a line in another format
 */
export function parseCommonLogLine(text: string): CommonLogLine | undefined {
  const time = timePattern.exec(text);
  if (time === null) return undefined;
  const requestStart = time.index + time[0].length;
  const requestEnd = endOfRequest(text, requestStart);
  let before = withListAtStart(text.slice(0, time.index).split(" "));
  const virtualHost = startsWithVirtualHost(before) ? before.shift() : undefined;
  if (virtualHost !== undefined) before = withListAtStart(before);
  const [host, ident, ...user] = before;
  if (requestEnd === -1 || host === undefined || host === "" || ident === undefined || user.length === 0) {
    return undefined;
  }
  const [, status = "", bytes = ""] = statusPattern.exec(text.slice(requestEnd + 1, requestEnd + 40)) ?? [];
  const rest = text.slice(requestEnd + 1 + 1 + status.length + 1 + bytes.length + 1);
  return {
    virtualHost,
    host,
    user: user.join(" "),
    time: time[1] ?? "",
    request: text.slice(requestStart, requestEnd),
    status,
    bytes,
    ...fieldsOfCombined(rest),
  };
}

const statusPattern = /^ (\d{3}|-) (\d{1,19}|-)(?= |$)/;

/** The status code and the size are behind the request. */
const beforeStatus: QuoteEnds = (line, quote) => statusPattern.test(line.slice(quote + 1, quote + 40));
const unescapedBeforeStatus: QuoteEnds = (line, quote) => beforeStatus(line, quote) && !isEscaped(line, quote);

function endOfRequest(line: string, start: number): number {
  const end = firstQuote(line, start, unescapedBeforeStatus);
  return end === -1 ? firstQuote(line, start, beforeStatus) : end;
}

const beforeQuotedField: QuoteEnds = (line, quote) => line.startsWith(' "', quote + 1) && !isEscaped(line, quote);
const endsField: QuoteEnds = (line, quote) =>
  (quote + 1 === line.length || line.charAt(quote + 1) === " ") && !isEscaped(line, quote);

function fieldsOfCombined(rest: string): Pick<CommonLogLine, "referrer" | "userAgent" | "more"> {
  const line = new SpaceDelimitedLine(rest);
  const referrerEnd = rest.startsWith('"') ? firstQuote(rest, 1, beforeQuotedField) : -1;
  if (referrerEnd === -1) return { referrer: undefined, userAgent: undefined, more: line.remaining() };
  const referrer = line.enclosedUpTo(referrerEnd);
  const start = line.start + 1;
  const first = firstQuote(rest, start, endsField);
  // An odd number of quotes behind it: the user agent has some that are not escaped.
  const isWhole = first !== -1 && rest.slice(first + 1).split('"').length % 2 === 1;
  const userAgent = line.enclosedUpTo(isWhole ? first : lastQuote(rest, start, endsField));
  return { referrer, userAgent, more: line.remaining() };
}

/** The first field and those that continue it as one. */
function withListAtStart(fields: readonly string[]): string[] {
  let last = 0;
  while (fields[last]?.endsWith(",") === true) last += 1;
  return last === 0 ? [...fields] : [fields.slice(0, last + 1).join(" "), ...fields.slice(last + 1)];
}

/** A client's address is never behind another one. */
function startsWithVirtualHost(fields: readonly string[]): boolean {
  const [first = "", second = ""] = fields;
  if (fields.length < 4 || isIP(first) !== 0 || first.includes(",")) return false;
  return /:\d{1,5}$/.test(first) || isIP(second.split(",", 1)[0] ?? "") !== 0;
}
