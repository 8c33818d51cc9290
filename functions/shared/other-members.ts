import type { JsonObject } from "./values";

/**
 * What a mapper has no field of its own for: the members that are in neither list, and those of the first list, which
 * are single values, where a record has an object or a list in their place.
 */
export function otherMembers(
  record: JsonObject,
  values: ReadonlySet<string>,
  objects: ReadonlySet<string> = new Set(),
): JsonObject {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([name, value]) => !objects.has(name) && (!values.has(name) || (typeof value === "object" && value !== null)),
    ),
  );
}
