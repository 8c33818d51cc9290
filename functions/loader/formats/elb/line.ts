import {
  firstQuote,
  lastQuote,
  QUOTE,
  type QuoteEnds,
  SPACE,
  SpaceDelimitedLine,
} from "../../../shared/text/space-delimited";

/** The shape of a load balancer's access log line around what the client sent. */
export interface AccessLineLayout {
  /** Columns before the request line. */
  readonly columnsBeforeRequest: number;
  /** What follows the user agent: no client decides what these columns look like. */
  readonly afterUserAgent: RegExp;
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

/**
 * The columns of an access log line of an Application or Classic Load Balancer, in AWS's order. Request line and user
 * agent are what the client sent, quotes and all, so each is found by what must stand at its end and behind it.
 */
export function splitAccessLine(
  text: string,
  { columnsBeforeRequest, afterUserAgent }: AccessLineLayout,
): readonly (string | undefined)[] {
  const line = new SpaceDelimitedLine(text);
  const columns: (string | undefined)[] = [];
  while (columns.length < columnsBeforeRequest) columns.push(line.next());

  const request = requestEnd(text, line.start + 1);
  columns.push(request === -1 ? line.next() : line.enclosedUpTo(request));

  // The last one, so that a user agent cannot pretend to be the columns behind it.
  const endsUserAgent: QuoteEnds = (whole, quote) =>
    whole.charCodeAt(quote + 1) === SPACE &&
    whole.charCodeAt(quote + 2) !== QUOTE &&
    afterUserAgent.test(whole.slice(quote + 1));
  const userAgent = lastQuote(text, line.start + 1, endsUserAgent);
  columns.push(userAgent === -1 ? line.next() : line.enclosedUpTo(userAgent));
  for (let column = line.next(); column !== undefined; column = line.next()) columns.push(column);
  return columns;
}
