import { firstQuote, lastQuote, type QuoteEnds, SpaceDelimitedLine } from "../../functions/shared/space-delimited";
import { isoTime } from "../../functions/shared/values";

/** The three logs of a load balancer; each has its own files, and their lines differ in shape. */
export type AlbLogType = "access" | "connection" | "health-check";

const requestTypes: ReadonlySet<string> = new Set(["http", "https", "h2", "grpc", "grpcs", "ws", "wss"]);
const healthStatuses: ReadonlySet<string> = new Set(["PASS", "FAIL"]);

/** Which log this line is of; `undefined` for lines of anything else. */
export function albLogType(line: string): AlbLogType | undefined {
  const [first = "", second = "", third = "", fourth = "", fifth = "", sixth = ""] = line.split(" ", 6);
  if (isLogTime(first)) {
    // A Classic Load Balancer's lines start with a time too, but go on with a name and `address:port`.
    return isAddress(second) && isPort(third) && isPort(fourth) ? "connection" : undefined;
  }
  if (!isLogTime(second)) return undefined;
  if (healthStatuses.has(sixth) && !third.includes("/")) return "health-check";
  return requestTypes.has(first) && third.includes("/") && /[.:]/.test(fourth) && fifth !== "" ? "access" : undefined;
}

function isLogTime(field: string): boolean {
  return field.charAt(10) === "T" && isoTime(field) !== undefined;
}

function isAddress(field: string): boolean {
  return /^[0-9a-fA-F.:]{2,45}$/.test(field);
}

function isPort(field: string): boolean {
  return /^\d{1,5}$/.test(field);
}

/** A request line ends with its version, with `-` in place of one, or with the `- ` of a request that was no HTTP. */
const endsRequest: QuoteEnds = (line, quote) => {
  if (!line.startsWith(' "', quote + 1)) return false;
  if (line.endsWith("- ", quote) || line.endsWith(" -", quote) || line.endsWith('"-', quote)) return true;
  return line.startsWith("HTTP/", line.lastIndexOf(" ", quote) + 1);
};

const beforeQuotedField: QuoteEnds = (line, quote) => line.startsWith(' "', quote + 1);

/** Cipher, protocol and target group: no client decides what they look like. */
const afterUserAgent = /^ [A-Za-z0-9_-]+ (?:-|TLSv[0-9.]+|SSLv[0-9.]+) (?:-|arn:[^ "]*)(?: "|$)/;

const endsUserAgent: QuoteEnds = (line, quote) =>
  line.charAt(quote + 1) === " " && line.charAt(quote + 2) !== '"' && afterUserAgent.test(line.slice(quote + 1));

/** Columns of an access log line before the request. */
const COLUMNS_BEFORE_REQUEST = 12;

/**
 * The columns of an access log line, in AWS's order. Request line and user agent are what the client sent, quotes and
 * all, so each is found by what must stand at its end and behind it.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-format
 */
export function splitAccessLine(text: string): readonly (string | undefined)[] {
  const line = new SpaceDelimitedLine(text);
  const columns: (string | undefined)[] = [];
  while (columns.length < COLUMNS_BEFORE_REQUEST) columns.push(line.next());

  const request = firstQuote(text, line.start + 1, endsRequest);
  const doubtfulRequest = request === -1 ? firstQuote(text, line.start + 1, beforeQuotedField) : request;
  columns.push(doubtfulRequest === -1 ? line.next() : line.enclosedUpTo(doubtfulRequest));

  // The last one, so that a user agent cannot pretend to be the columns behind it.
  const userAgent = lastQuote(text, line.start + 1, endsUserAgent);
  columns.push(userAgent === -1 ? line.next() : line.enclosedUpTo(userAgent));
  return [...columns, ...line.remaining()];
}

/** The columns of a connection or health check log line. */
export function splitPlainLine(text: string): readonly string[] {
  return new SpaceDelimitedLine(text).remaining();
}
