import { textOfValue, valuesOf } from "../shared/sigma/field-path";
import type { SignalValues } from "./signal";

/** Longer ones tell as little apart. */
const maximumCharacters = 1_024;
const maximumValues = 64;

/** Reads fields of an event, all values of each, as texts. */
export function valueReader(fields: readonly string[]): (event: unknown) => SignalValues {
  const readers = fields.map((field) => [field, valuesOf(field)] as const);
  return (event) => {
    const found: [string, readonly string[]][] = [];
    for (const [field, anyValue] of readers) {
      const values = new Set<string>();
      anyValue(event, (value) => {
        const text = textOfValue(value);
        if (text !== undefined) values.add(text.slice(0, maximumCharacters));
        return values.size >= maximumValues;
      });
      if (values.size > 0) found.push([field, [...values]]);
    }
    return Object.fromEntries(found);
  };
}
