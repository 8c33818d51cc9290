import { isIP } from "node:net";
import type { NamedFields } from "../../functions/loader/formats/w3c";
import { REDACTED } from "../../functions/shared/secrets/secrets";
import { plainName } from "../../functions/shared/text/named-columns";
import { realTimeNames } from "./names";

/** What the values of a field look like, and how much it tells that one does: nothing, something, or nearly all. */
interface Shape {
  readonly matches: (value: string) => boolean;
  readonly weight: number;
}

const like = (pattern: RegExp, weight: number): Shape => ({ matches: (value) => pattern.test(value), weight });

const anything: Shape = { matches: () => true, weight: 0 };
const address: Shape = { matches: (value) => isIP(value) !== 0, weight: 3 };
const count = like(/^\d+$/, 1);
const seconds = like(/^\d+\.\d+$/, 3);
const host = like(/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?$/, 1);
const resultType = like(/^[A-Z][A-Za-z]+$/, 1);

/** By name; fields whose values may be anything (headers, queries, media data) are not listed. */
const shapes: Readonly<Record<string, Shape>> = {
  timestamp: like(/^\d{10}(?:\.\d+)?$/, 3),
  // Whoever selects one address selects the client's.
  "c-ip": { ...address, weight: 4 },
  "s-ip": address,
  "time-to-first-byte": seconds,
  "sc-status": like(/^\d{3}$/, 3),
  "sc-bytes": count,
  "cs-method": like(/^[A-Z]{3,10}$/, 3),
  "cs-protocol": like(/^(?:https?|wss?|grpcs?)$/, 3),
  "cs-host": host,
  "cs-uri-stem": like(/^\//, 3),
  "cs-bytes": count,
  "x-edge-location": like(/^[A-Z]{3}\d+(?:-[A-Z]+\d+)?$/, 3),
  "x-edge-request-id": like(/^[A-Za-z0-9_=-]{40,80}$/, 3),
  "x-host-header": host,
  "time-taken": seconds,
  "cs-protocol-version": like(/^HTTP\/\d/, 3),
  "c-ip-version": like(/^IPv[46]$/, 3),
  "cs-user-agent": like(/^[A-Za-z]+\/[\d.]+/, 1),
  "cs-referer": like(/^https?(?::|%3A)\/\//i, 1),
  "x-edge-response-result-type": resultType,
  "ssl-protocol": like(/^(?:SSLv\d|TLSv[\d.]+)$/, 3),
  "ssl-cipher": like(/^[A-Z0-9]+(?:[_-][A-Za-z0-9]+)+$/, 1),
  "x-edge-result-type": resultType,
  "sc-content-type": like(/^[a-z]+\/[a-z]/, 1),
  "sc-content-len": count,
  "sc-range-start": count,
  "sc-range-end": count,
  "c-port": count,
  "x-edge-detailed-result-type": resultType,
  "c-country": like(/^[A-Z]{2}$/, 3),
  "cs-headers-count": count,
  "primary-distribution-id": like(/^E[A-Z0-9]{9,20}$/, 3),
  "primary-distribution-dns-name": like(/\.cloudfront\.net$/, 3),
  "origin-fbl": seconds,
  "origin-lbl": seconds,
  asn: count,
};

interface Field {
  readonly name: string;
  readonly shape: Shape;
  /** Its values hold credentials. */
  readonly isSecret: boolean;
}

const secretNames: ReadonlySet<string> = new Set(["cs-cookie", "cs-headers"]);

const fields: readonly Field[] = realTimeNames.map((name) => ({
  name: plainName(name),
  shape: shapes[name] ?? anything,
  isSecret: secretNames.has(name),
}));

/** Under this name are the values that may be of more than one field. */
export const uncertainValues = "uncertain";

/** The fields that each column may be of; of one whose values were empty so far, nobody knows. */
type Layout = readonly (readonly Field[] | undefined)[];

/** Of the values that a layout does not expect: a client may send any method, say. */
const mostUnexpected = 0.2;

/**
 * Reads the lines of a real-time log. Their columns are those fields that somebody selected, in CloudFront's order, and
 * nothing in them names the fields: a value is taken for a field's where all the best ways to lay the values out over
 * the order agree on it. What one line tells holds for the lines behind it that fit.
 */
export class RealTimeLines {
  private readonly layouts = new Map<number, Layout>();

  /** The fields of a line; `undefined` for one that cannot be of such a log. */
  read(values: readonly string[]): NamedFields | undefined {
    const known = this.layouts.get(values.length);
    const layout = known !== undefined && fits(values, known) ? known : layOut(values);
    if (layout === undefined) return undefined;
    if (layout !== known) this.layouts.set(values.length, layout);
    const found = new Map<string, string>();
    const uncertain: string[] = [];
    for (const [column, value] of values.entries()) {
      if (isEmpty(value)) continue;
      const [only, ...others] = layout[column] ?? [];
      if (only !== undefined && others.length === 0) found.set(only.name, value);
      else uncertain.push([only, ...others].some((field) => field?.isSecret === true) ? REDACTED : value);
    }
    if (uncertain.length > 0) found.set(uncertainValues, uncertain.join("\t"));
    return found;
  }
}

function isEmpty(value: string): boolean {
  return value === "-" || value === "";
}

function fits(values: readonly string[], layout: Layout): boolean {
  let filled = 0;
  let unexpected = 0;
  for (const [column, value] of values.entries()) {
    if (isEmpty(value)) continue;
    const candidates = layout[column];
    if (candidates === undefined) return false;
    filled += 1;
    if (!candidates.some(({ shape }) => shape.matches(value))) unexpected += 1;
  }
  return unexpected <= filled * mostUnexpected;
}

/** The fields that each column is of in the best ways to lay the values out; `undefined` if there is no way. */
function layOut(values: readonly string[]): Layout | undefined {
  if (values.length > fields.length) return undefined;
  // What a value is worth as a field's; an empty one may be of any.
  const worth = values.map((value) =>
    fields.map(({ shape }) => (isEmpty(value) ? 0 : shape.matches(value) ? shape.weight : Number.NEGATIVE_INFINITY)),
  );
  const before = bestScores(worth);
  const behind = bestScores(worth.map((row) => [...row].reverse()).reverse());
  const best = before(values.length, fields.length);
  if (best === Number.NEGATIVE_INFINITY) return undefined;
  return values.map((value, row) =>
    isEmpty(value)
      ? undefined
      : fields.filter((_, column) => {
          const own = worth[row]?.[column] ?? Number.NEGATIVE_INFINITY;
          const others = before(row, column) + behind(values.length - row - 1, fields.length - column - 1);
          return own + others === best;
        }),
  );
}

/** Gives the best score of laying the first values out over the first fields. */
function bestScores(worth: readonly (readonly number[])[]): (valueCount: number, fieldCount: number) => number {
  const width = fields.length + 1;
  const scores = new Float64Array((worth.length + 1) * width).fill(Number.NEGATIVE_INFINITY);
  scores.fill(0, 0, width);
  for (const [row, ofRow] of worth.entries()) {
    for (const [column, own] of ofRow.entries()) {
      const skipped = scores[(row + 1) * width + column] ?? Number.NEGATIVE_INFINITY;
      const taken = (scores[row * width + column] ?? Number.NEGATIVE_INFINITY) + own;
      scores[(row + 1) * width + column + 1] = Math.max(skipped, taken);
    }
  }
  return (valueCount, fieldCount) => scores[valueCount * width + fieldCount] ?? Number.NEGATIVE_INFINITY;
}
