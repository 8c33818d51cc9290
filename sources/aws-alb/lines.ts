import { firstQuote, lastQuote, type QuoteEnds, SpaceDelimitedLine } from "../../functions/shared/space-delimited";

/** The three logs of a load balancer; each has its own files, and their lines differ in shape. */
export type AlbLogType = "access" | "connection" | "health-check";

/** First column of access and health check lines: what was spoken, `lambda` for checks of functions. */
const requestTypes: ReadonlySet<string> = new Set(["http", "https", "h2", "grpc", "grpcs", "ws", "wss", "lambda"]);
const healthStatuses: ReadonlySet<string> = new Set(["PASS", "FAIL"]);

/** Which log this line is of, whatever its time looks like; `undefined` for lines of anything else. */
export function albLogType(line: string): AlbLogType | undefined {
  const [first = "", second = "", third = "", fourth = "", , sixth = ""] = line.split(" ", 6);
  if (requestTypes.has(first)) {
    if (/^[a-z]+\/[^/]+\/[^/]+$/.test(third) && (fourth === "-" || /[.:]/.test(fourth))) return "access";
    if (healthStatuses.has(sixth)) return "health-check";
    return undefined;
  }
  // A Classic Load Balancer's lines start with a time too, but go on with a name and `address:port`.
  return first.charAt(10) === "T" && isAddress(second) && isPort(third) && isPort(fourth) ? "connection" : undefined;
}

function isAddress(field: string): boolean {
  return /^[0-9a-fA-F.:]{2,45}$/.test(field);
}

function isPort(field: string): boolean {
  return /^\d{1,5}$/.test(field);
}

/** The user agent follows the request line. */
const beforeQuotedField: QuoteEnds = (line, quote) => line.startsWith(' "', quote + 1);

const endsVersion: QuoteEnds = (line, quote) =>
  beforeQuotedField(line, quote) && line.startsWith("HTTP/", line.lastIndexOf(" ", quote) + 1);

/**
 * Index of the quote behind the request line that starts here: behind the version, if it has one, since a URL may hold
 * what looks like the end. A request that was no HTTP has none, and ends before the first field in quotes.
 */
function requestEnd(line: string, start: number): number {
  const version = firstQuote(line, start, endsVersion);
  return version === -1 ? firstQuote(line, start, beforeQuotedField) : version;
}

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

  const request = requestEnd(text, line.start + 1);
  columns.push(request === -1 ? line.next() : line.enclosedUpTo(request));

  // The last one, so that a user agent cannot pretend to be the columns behind it.
  const userAgent = lastQuote(text, line.start + 1, endsUserAgent);
  columns.push(userAgent === -1 ? line.next() : line.enclosedUpTo(userAgent));
  return [...columns, ...line.remaining()];
}

/** The columns of a connection or health check log line. */
export function splitPlainLine(text: string): readonly string[] {
  return new SpaceDelimitedLine(text).remaining();
}
