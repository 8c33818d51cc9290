import { REDACTED } from "../../functions/shared/secrets/secrets";
import type { NamedValues } from "../../functions/shared/text/named-values";

const customNames: readonly string[] = [
  ...["cs1", "cs2", "cs3", "cs4", "cs5", "cs6", "cn1", "cn2", "cn3", "cfp1", "cfp2", "cfp3", "cfp4"],
  ...["c6a1", "c6a2", "c6a3", "c6a4", "deviceCustomDate1", "deviceCustomDate2", "flexString1", "flexString2"],
  ...["flexDate1", "flexNumber1", "flexNumber2"],
];

/** Columns of the device's own, by the label that it gives them; without one, by their name. */
export function customFields(extension: NamedValues): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const name of customNames) {
    const label = extension.take(`${name}Label`);
    const value = extension.take(name);
    if (value !== undefined) fields.set(label !== undefined && !fields.has(label) ? label : name, value);
  }
  return Object.fromEntries(fields);
}

/** What no field holds. Cookies are credentials. */
export function withoutCookies(extension: NamedValues): Readonly<Record<string, string>> {
  const cookies = extension.take("requestCookies");
  return cookies === undefined ? extension.rest() : { ...extension.rest(), requestCookies: REDACTED };
}
