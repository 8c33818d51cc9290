import { firstQuote, lastQuote, type QuoteEnds, SpaceDelimitedLine } from "../../functions/shared/text/space-delimited";

/** The operation's first word; every record has one. */
const operationPattern = /^(?:REST|SOAP|WEBSITE|BATCH|S3)\.[A-Z_.]+$/;

/** Whether a line is a server access log record: owner, bucket, [time], address, requester, request id, operation. */
export function isServerAccessLine(line: string): boolean {
  const [, , time = "", zone = "", , , , operation = ""] = line.split(" ", 9);
  return /^\[\d\d\/[A-Z][a-z]{2}\/\d{4}:/.test(time) && zone.endsWith("]") && operationPattern.test(operation);
}

/** What stands behind the key: a quoted request line, `"-"` for requests that were none. */
const requestStart = /^ "(?:-"|[A-Z]+ )/;
/** What stands behind the request line: status and error code. */
const afterRequest = /^ (?:\d{3}|-) [A-Za-z0-9.-]+ (?:\d+|-) /;

const endsRequest: QuoteEnds = (line, quote) => afterRequest.test(line.slice(quote + 1, quote + 200));
const beforeQuotedField: QuoteEnds = (line, quote) => line.startsWith(' "', quote + 1);
const endsWord: QuoteEnds = (line, quote) => quote + 1 === line.length || line.charAt(quote + 1) === " ";

/** Columns between the request line and the referrer: status, error, bytes, size, total and turn-around time. */
const COLUMNS_AFTER_REQUEST = 6;

/**
 * The columns of a record, in AWS's order. S3 does not escape what clients send: key, request line, referrer and user
 * agent may hold spaces and quotes, so each ends where the columns behind it can only start.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export function splitServerAccessLine(text: string): readonly (string | undefined)[] {
  const line = new SpaceDelimitedLine(text);
  const columns: (string | undefined)[] = [];
  while (columns.length < 7) columns.push(line.next());
  columns.push(line.upTo(keyEnd(text, line.start)));

  const request = firstQuote(text, line.start + 1, endsRequest);
  columns.push(request === -1 ? line.next() : line.enclosedUpTo(request));
  while (columns.length < 9 + COLUMNS_AFTER_REQUEST) columns.push(line.next());

  const isQuoted = text.charAt(line.start) === '"';
  const referrer = isQuoted ? firstQuote(text, line.start + 1, beforeQuotedField) : -1;
  columns.push(referrer === -1 ? line.next() : line.enclosedUpTo(referrer));
  // Nothing behind the user agent is quoted.
  const userAgent = referrer === -1 ? -1 : lastQuote(text, line.start + 1, endsWord);
  columns.push(userAgent === -1 ? line.next() : line.enclosedUpTo(userAgent));
  return [...columns, ...line.remaining()];
}

/** Index of the space behind the key that starts here. */
function keyEnd(line: string, start: number): number {
  const first = line.indexOf(" ", start);
  for (let space = first; space !== -1; space = line.indexOf(" ", space + 1)) {
    if (requestStart.test(line.slice(space, space + 12))) return space;
  }
  return first;
}
