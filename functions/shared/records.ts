import { asArray, asRecord, type JsonObject } from "./values";

/** The objects among the items of an array; an empty array for anything else. */
export function records(value: unknown): readonly JsonObject[] {
  return asArray(value)
    .map(asRecord)
    .filter((item) => item !== undefined);
}
