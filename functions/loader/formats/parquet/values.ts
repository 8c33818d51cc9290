import type { ColumnMetaData, DecodedArray, ParquetParsers, SchemaElement, SchemaTree } from "hyparquet";
import type { ParquetLibrary } from "./library";

/** A column of primitive values, and where it is in the schema. */
export interface Column {
  readonly metadata: ColumnMetaData;
  readonly element: SchemaElement;
  /** From the root to the column itself. */
  readonly path: SchemaTree[];
  readonly parsers: ParquetParsers;
}

/** Times as texts, with what they have below a millisecond; JSON that is none as its text. */
export function parsersOf({ DEFAULT_PARSERS }: ParquetLibrary): ParquetParsers {
  return {
    ...DEFAULT_PARSERS,
    timestampFromMilliseconds: (value) => isoTime(BigInt(value), 1n),
    timestampFromMicroseconds: (value) => isoTime(BigInt(value), 1_000n),
    timestampFromNanoseconds: (value) => isoTime(BigInt(value), 1_000_000n),
    stringFromBytes: (bytes) => utf8(bytes),
    jsonFromBytes: (bytes) => jsonOf(utf8(bytes)),
    geometryFromBytes: (bytes) => utf8(bytes),
    geographyFromBytes: (bytes) => utf8(bytes),
  };
}

/** Values of a column's primitive type as those of its logical type. */
export function convertValues(library: ParquetLibrary, values: DecodedArray, column: Column): DecodedArray {
  const { element, metadata, path, parsers } = column;
  const { converted_type: convertedType } = element;
  if (convertedType === "DECIMAL")
    return Array.from<unknown, unknown>(values, (value) => decimal(value, element.scale));
  if (convertedType === "BSON" || convertedType === "INTERVAL") return values;
  return library.convert(values, {
    pathInSchema: metadata.path_in_schema,
    type: metadata.type,
    codec: metadata.codec,
    element,
    schemaPath: path,
    parsers,
  });
}

/** Whether a column's byte arrays are texts. */
export function isText({ converted_type: convertedType, logical_type: logicalType }: SchemaElement): boolean {
  if (convertedType !== undefined) return convertedType === "UTF8" || convertedType === "ENUM";
  return logicalType === undefined || logicalType.type === "STRING" || logicalType.type === "ENUM";
}

/** A column's value as JSON would hold it; undefined for none. */
export function plainValue(value: unknown): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "bigint":
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
    case "object":
      break;
    default:
      return undefined;
  }
  if (value === null) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return utf8(value);
  // Nothing in place of a missing element: what stands behind it keeps its place.
  if (Array.isArray(value)) return value.map((element: unknown) => plainValue(element) ?? null);
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    const plain = plainValue(member);
    if (plain !== undefined) members.push([name, plain]);
  }
  return Object.fromEntries(members);
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isoTime(value: bigint, perMillisecond: bigint): string | undefined {
  let milliseconds = value / perMillisecond;
  let rest = value % perMillisecond;
  if (rest < 0n) {
    milliseconds -= 1n;
    rest += perMillisecond;
  }
  const date = new Date(Number(milliseconds));
  if (Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  if (rest === 0n) return text;
  const digits = rest
    .toString()
    .padStart(perMillisecond.toString().length - 1, "0")
    .replace(/0+$/, "");
  return text.replace("Z", `${digits}Z`);
}

/** A decimal as a number, if that is exact; else as a text. */
function decimal(value: unknown, scale = 0): number | string | undefined {
  const unscaled =
    value instanceof Uint8Array ? signedNumber(value) : typeof value === "bigint" ? value : BigInt(Number(value));
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const place = digits.length - scale;
  const text = `${unscaled < 0n ? "-" : ""}${digits.slice(0, place)}${scale === 0 ? "" : `.${digits.slice(place)}`}`;
  // A number has 15 decimal digits at least.
  return digits.length <= 15 ? Number(text) : text;
}

function signedNumber(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString("hex")}`));
}
