import { textOfValue, valuesOf } from "../shared/sigma/field-path";
import type { SignalValues } from "./signal";

/** Longer ones tell as little apart. */
const maximumCharacters = 1_024;
const maximumValues = 64;

/**
 * Reads fields, all values of each, as texts: from the first form of an event that has one. Rules for different logs can
 * only be correlated by fields of the documents; rules of others name those of the raw record.
 */
export function valueReader(fields: readonly string[]): (...forms: readonly unknown[]) => SignalValues {
  const readers = fields.map((field) => [field, valuesOf(field)] as const);
  return (...forms) => {
    const found: [string, readonly string[]][] = [];
    for (const [field, anyValue] of readers) {
      const values = new Set<string>();
      for (const form of forms) {
        anyValue(form, (value) => {
          const text = textOfValue(value);
          if (text !== undefined) values.add(text.slice(0, maximumCharacters));
          return values.size >= maximumValues;
        });
        if (values.size > 0) break;
      }
      if (values.size > 0) found.push([field, [...values]]);
    }
    return Object.fromEntries(found);
  };
}
