import { flatObject } from "../../functions/shared/flat-object";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { urlDecoded } from "../../functions/shared/text/url-encoding";

/** The request's headers, encoded lines of `Name:value`, by name in lower case and without credentials. */
export function requestHeaders(field: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const headers = new Map<string, string>();
  for (const line of urlDecoded(field)?.split("\n") ?? []) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return flatObject(Object.fromEntries(headers), { isSecret });
}
