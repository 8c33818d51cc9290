import { isIP } from "node:net";
import type { NamedFields } from "../../functions/loader/formats/w3c";
import { plainName } from "../../functions/shared/named-columns";
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

const fields = realTimeNames.map((name) => ({ name: plainName(name), shape: shapes[name] ?? anything }));

/** Such values hold credentials. */
const secretNames: ReadonlySet<string> = new Set(["cs-cookie", "cs-headers"].map(plainName));

/** Under this name are the values that may be of more than one field. */
export const uncertainValues = "uncertain";

/**
 * The fields of a line of a real-time log. Its columns are those fields that somebody selected, in CloudFront's order,
 * and nothing in it names them: a value is taken for a field's where all the best ways to lay the values out over the
 * order agree on it.
 * @returns `undefined` for a line that cannot be of such a log.
 */
export function realTimeFields(values: readonly string[]): NamedFields | undefined {
  if (values.length > fields.length) return undefined;
  const forwards = bestScores(values, fields);
  const backwards = bestScores([...values].reverse(), [...fields].reverse());
  const best = forwards(values.length, fields.length);
  if (best === Number.NEGATIVE_INFINITY) return undefined;
  const found = new Map<string, string>();
  const uncertain: string[] = [];
  for (const [index, value] of values.entries()) {
    if (value === "-" || value === "") continue;
    const candidates = fields.filter(
      ({ shape }, column) =>
        shape.matches(value) &&
        forwards(index, column) + shape.weight + backwards(values.length - index - 1, fields.length - column - 1) ===
          best,
    );
    const [only, ...others] = candidates;
    if (only !== undefined && others.length === 0) found.set(only.name, value);
    else uncertain.push(candidates.some(({ name }) => secretNames.has(name)) ? "REDACTED" : value);
  }
  if (uncertain.length > 0) found.set(uncertainValues, uncertain.join("\t"));
  return found;
}

/** Gives the best score of laying the first `count` values out over the first `columns` fields. */
function bestScores(
  values: readonly string[],
  columns: readonly { readonly shape: Shape }[],
): (count: number, columns: number) => number {
  const width = columns.length + 1;
  const scores = new Float64Array((values.length + 1) * width).fill(Number.NEGATIVE_INFINITY);
  scores.fill(0, 0, width);
  for (const [row, value] of values.entries()) {
    for (const [column, { shape }] of columns.entries()) {
      const skipped = scores[(row + 1) * width + column] ?? 0;
      const absent = value === "-" || value === "";
      const taken =
        absent || shape.matches(value)
          ? (scores[row * width + column] ?? 0) + (absent ? 0 : shape.weight)
          : Number.NEGATIVE_INFINITY;
      scores[(row + 1) * width + column + 1] = Math.max(skipped, taken);
    }
  }
  return (count, fieldCount) => scores[count * width + fieldCount] ?? Number.NEGATIVE_INFINITY;
}
