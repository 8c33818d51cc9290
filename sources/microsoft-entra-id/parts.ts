import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { countryCode } from "../../functions/shared/network/country-code";
import { addressWithPort } from "../../functions/shared/network/endpoint";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { asRecord, decimal, integer, type JsonObject, nonEmpty, text } from "../../functions/shared/values";
import { objectOf } from "./record";

/** Where a request came from: `ip`, or `ip:port`, and Entra's idea of its place. */
export function sourceOf(address: unknown, location?: unknown, asn?: unknown) {
  const number = integer(asn);
  return nonEmpty({
    ...addressWithPort(address),
    geo: geo(objectOf(location)),
    as: number === undefined || number === 0 ? undefined : { number },
  });
}

function geo(location: JsonObject | undefined) {
  const point = asRecord(location?.geoCoordinates);
  const lat = decimal(point?.latitude);
  const lon = decimal(point?.longitude);
  const valid = lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  const country = text(location?.countryOrRegion);
  return nonEmpty({
    city_name: text(location?.city),
    region_name: text(location?.state),
    country_iso_code: countryCode(country),
    location: valid ? { lat, lon } : undefined,
  });
}

/** A user by id, principal name and name. */
export function userOf(id: unknown, principalName: unknown, displayName: unknown) {
  const name = text(principalName);
  return nonEmpty({
    id: text(id),
    name: name ?? text(displayName),
    full_name: name === undefined ? undefined : text(displayName),
    domain: name === undefined || !name.includes("@") ? undefined : text(name.slice(name.lastIndexOf("@") + 1)),
  });
}

/** Graph's words for risk in their order; `hidden` needs a licence, `none` is none. */
const riskLevels: Readonly<Record<string, number>> = { low: 1, medium: 2, high: 3 };

export function riskSeverity(level: string | undefined): number | undefined {
  return lookup(riskLevels, level?.toLowerCase());
}

export function riskOf(level: unknown) {
  const word = text(level);
  return riskSeverity(word) === undefined ? undefined : { static_level: word };
}

/** `none`, `hidden` and the like say nothing. */
export function told(value: unknown): string | undefined {
  const word = text(value);
  return word === undefined || /^(?:none|hidden|unknownFutureValue)$/i.test(word) ? undefined : word;
}

export function rest(entity: JsonObject, mapped: ReadonlySet<string>): object | undefined {
  const others = Object.entries(entity).filter(([name]) => !mapped.has(name));
  return flatObject(Object.fromEntries(others), { isSecret });
}
