import { flatObject } from "../shared/flat-object";
import { asArray, asRecord } from "../shared/values";

/** Where OpenSearch's reason names the field that it cannot take. */
const namedFields: readonly RegExp[] = [
  /object mapping for \[([^\]]+)\]/,
  /dynamically add mapping for field \[([^\]]+)\]/,
  /failed to parse field \[([^\]]+)\]/,
  // The texts and paths of a `flat_object` have terms of their own.
  /in field="([^"]+?)(?:\._value(?:AndPath)?)?"/,
  /makes object resolution ambiguous: \[([^\]]+)\]/,
];

const unmappedField = "unmapped";
const conflictTag = "mapping-conflict";

/**
 * A document without the subtree that OpenSearch refuses, which is kept under `unmapped`, a `flat_object` that takes
 * anything. Undefined if the reason names no field of the document.
 */
export function moveToUnmapped(json: string, reason: string): string | undefined {
  const field = namedFields.map((pattern) => pattern.exec(reason)?.[1]).find((name) => name !== undefined);
  const document = asRecord(JSON.parse(json));
  if (field === undefined || document === undefined || field.split(".")[0] === unmappedField) return undefined;
  const { [unmappedField]: earlier, tags, ...rest } = document;
  const taken = takeOut(rest, field);
  if (taken === undefined) return undefined;
  const unmapped = flatObject(nest(taken.path, taken.value));
  return JSON.stringify({
    ...rest,
    tags: [...asArray(tags), conflictTag],
    unmapped: { ...asRecord(earlier), ...unmapped },
  });
}

interface TakenOut {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Takes a field out of an object, which is changed; of a list on the way to it, the whole list. */
function takeOut(object: Record<string, unknown>, field: string): TakenOut | undefined {
  // A dot in the field's name may be one in a member's name.
  for (let end = field.indexOf("."); ; end = field.indexOf(".", end + 1)) {
    const name = end < 0 ? field : field.slice(0, end);
    if (Object.hasOwn(object, name)) {
      const value = object[name];
      const inner = end < 0 ? undefined : takeOutOfMember(value, field.slice(end + 1));
      if (inner !== undefined) return { path: [name, ...inner.path], value: inner.value };
      if (end < 0 || !isObject(value)) {
        delete object[name];
        return { path: [name], value };
      }
    }
    if (end < 0) return undefined;
  }
}

function takeOutOfMember(value: unknown, field: string): TakenOut | undefined {
  return isObject(value) ? takeOut(value, field) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nest(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}
