import { ConfigurationError } from "../functions/shared/errors";

/** The number that an option of the command line gives. */
export function wholeNumber(option: string, value: string | number, minimum = 0): number {
  if (!/^\d+$/.test(String(value)) || Number(value) < minimum) {
    throw new ConfigurationError(`${option} is "${value}"; it must be a whole number of at least ${minimum}`);
  }
  return Number(value);
}
