import { isSecretMember, jsonWithoutSecrets, pairName, REDACTED } from "./secrets/secrets";

/*
 * OpenSearch's `flat_object` indexes each leaf twice: its text and `path=text`. Either one over Lucene's 32,766 bytes
 * fails the whole document, as do arrays and texts in place of the object; empty names and names that start or end
 * with a dot are ambiguous, and a null is indexed as the text "null" by some versions.
 * @see https://docs.opensearch.org/latest/mappings/supported-field-types/flat-object/
 */

const LUCENE_TERM_BYTES = 32_766;
/** Kept for the field's own name and the `=` in `path=text`. */
const FIELD_NAME_BYTES = 128;
const NAME_LENGTH = 256;
const DEPTH = 16;
const MARK_OF_A_CUT = "…";

export interface FlatObjectOptions {
  /**
   * Members whose values must not be stored: their value becomes `REDACTED`, be they members of these names or pairs,
   * `{"name": ..., "value": ...}`. Booleans are kept, they are no secrets.
   */
  readonly isSecret?: ((name: string) => boolean) | undefined;
}

/**
 * A subtree in a shape that `flat_object` accepts, without nulls, empty texts, empty arrays and empty objects;
 * `undefined` when nothing is left. A text or an array in place of the object becomes `{ value: ... }`. Longer texts are
 * cut and end with `…`; what is nested deeper than 16 levels becomes its JSON text. Dots in names become `_`.
 * Returns the value itself, never changed, where it is fine as it is.
 */
export function flatObject(
  value: unknown,
  options: FlatObjectOptions = {},
): Readonly<Record<string, unknown>> | undefined {
  const fit = fitted(value, FIELD_NAME_BYTES, 0, options);
  if (fit === undefined) return undefined;
  return isPlainObject(fit) ? fit : { value: fit };
}

function fitted(value: unknown, pathBytes: number, depth: number, options: FlatObjectOptions): unknown {
  if (typeof value === "string") return value === "" ? undefined : cutToBytes(value, LUCENE_TERM_BYTES - pathBytes);
  // JSON has no infinity: a number that is too large would be written as null.
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  if (depth === DEPTH) return cutToBytes(jsonText(value, options), LUCENE_TERM_BYTES - pathBytes);
  if (Array.isArray(value)) return fittedArray(value, pathBytes, depth, options);
  return isPlainObject(value) ? fittedObject(value, pathBytes, depth, options) : undefined;
}

function jsonText(value: object, { isSecret }: FlatObjectOptions): string {
  return isSecret === undefined ? JSON.stringify(value) : String(jsonWithoutSecrets(value, isSecret));
}

function fittedArray(value: readonly unknown[], pathBytes: number, depth: number, options: FlatObjectOptions): unknown {
  const items: unknown[] = [];
  let changed = false;
  for (const item of value) {
    const fit = fitted(item, pathBytes, depth + 1, options);
    changed ||= fit !== item;
    if (fit !== undefined) items.push(fit);
  }
  if (items.length === 0) return undefined;
  return changed ? items : value;
}

function fittedObject(
  value: Readonly<Record<string, unknown>>,
  pathBytes: number,
  depth: number,
  options: FlatObjectOptions,
): unknown {
  const members = new Map<string, unknown>();
  const nextSuffixes = new Map<string, number>();
  let changed = false;
  const { isSecret: hides } = options;
  const isSecretPair = hides?.(pairName(value)) === true;
  for (const [name, member] of Object.entries(value)) {
    const fitName = uniqueName(fittedName(name), members, nextSuffixes);
    // Three bytes is the most that UTF-8 needs for a UTF-16 unit.
    const fit =
      hides !== undefined && isSecretMember(name, member, isSecretPair, hides)
        ? REDACTED
        : fitted(member, pathBytes + 1 + fitName.length * 3, depth + 1, options);
    changed ||= fit !== member || fitName !== name;
    if (fit !== undefined) members.set(fitName, fit);
  }
  if (members.size === 0) return undefined;
  return changed ? Object.fromEntries(members) : value;
}

function fittedName(name: string): string {
  if (name.length > NAME_LENGTH) return fittedName(name.slice(0, NAME_LENGTH));
  if (name.includes(".")) return name.replaceAll(".", "_");
  return name.trim() === "" ? "_" : name;
}

/** Beyond so many a name that meets another is told apart by a number, which does not grow as underscores do. */
const MOST_UNDERSCORES = 8;

/** @param next Of each name that was met, the suffix to go on with: to try them all again takes the square of the time. */
function uniqueName(name: string, taken: ReadonlyMap<string, unknown>, next: Map<string, number>): string {
  if (!taken.has(name)) return name;
  let suffix = next.get(name) ?? 1;
  let unique = withSuffix(name, suffix);
  while (taken.has(unique)) {
    suffix += 1;
    unique = withSuffix(name, suffix);
  }
  next.set(name, suffix);
  return unique;
}

function withSuffix(name: string, suffix: number): string {
  return suffix <= MOST_UNDERSCORES ? name + "_".repeat(suffix) : `${name}_${suffix}`;
}

function cutToBytes(value: string, limit: number): string {
  if (value.length * 3 <= limit || Buffer.byteLength(value) <= limit) return value;
  const bytes = Buffer.from(value);
  let end = limit - Buffer.byteLength(MARK_OF_A_CUT);
  // A byte 10xxxxxx continues a character: cut before the character, not inside it.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end) + MARK_OF_A_CUT;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
