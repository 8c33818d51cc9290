import type { JsonObject } from "./values";

/** The members of a record that are not of these names: what a mapper has no field of its own for. */
export function otherMembers(record: JsonObject, mapped: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !mapped.has(name)));
}
