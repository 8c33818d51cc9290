import { ConfigurationError } from "../functions/shared/errors";
import { suggest } from "../functions/shared/suggest";

/** The value of an option that takes one of a few words. @throws ConfigurationError with what was likely meant. */
export function choice<Value extends string>(option: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  const meant = suggest(value, allowed);
  const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
  throw new ConfigurationError(`${option} is "${value}"${hint}; allowed: ${allowed.join(", ")}`);
}

/** Several of them, separated by commas. */
export function choices<Value extends string>(
  option: string,
  values: string,
  allowed: readonly Value[],
): readonly Value[] {
  return values.split(",").map((value) => choice(option, value.trim(), allowed));
}
