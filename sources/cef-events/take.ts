import type { NamedValues } from "../../functions/shared/text/named-values";

/** Marks a value as taken where it could be read. */
export function take<Value>(extension: NamedValues, name: string, value: Value | undefined): Value | undefined {
  if (value !== undefined) extension.take(name);
  return value;
}
