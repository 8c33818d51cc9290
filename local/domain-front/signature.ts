import type { IncomingHttpHeaders } from "node:http";
import type { SearchService } from "../../functions/shared/aws/search-service";

/** The difference between the clocks that AWS allows a signed request. */
const CLOCK_TOLERANCE_MILLISECONDS = 5 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/,\s]+\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([a-z0-9;_-]+), ?Signature=[0-9a-f]{64}$/;

/**
 * Why the managed domain would refuse this request; undefined when it is signed for it. The form, scope, time and
 * signed headers are checked; the signature itself is not, for the front does not know the secret keys.
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-signing-service-requests.html
 */
export function signatureFault(
  method: string,
  headers: IncomingHttpHeaders,
  region: string,
  now: Date,
  wantedService: SearchService = "es",
): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) {
    const action = `es:ESHttp${method.charAt(0)}${method.slice(1).toLowerCase()}`;
    return `User: anonymous is not authorized to perform: ${action} because no resource-based policy allows the ${action} action`;
  }
  const match = AUTHORIZATION.exec(authorization);
  if (match === null) return `Authorization header is not an AWS Signature Version 4: ${authorization.slice(0, 40)}...`;
  const [, date, scopeRegion, service, signedHeaders = ""] = match;
  if (scopeRegion !== region || service !== wantedService) {
    return `Credential should be scoped to region '${region}' and service '${wantedService}', not to '${String(scopeRegion)}' and '${String(service)}'`;
  }
  const signed = signedHeaders.split(";");
  // OpenSearch Serverless wants to be told the hash of the body as well.
  const alsoSigned = wantedService === "aoss" ? ["x-amz-content-sha256"] : [];
  for (const needed of ["host", "x-amz-date", ...alsoSigned]) {
    if (!signed.includes(needed)) return `'${needed}' must be a signed header`;
  }
  const time = parseAmzDate(headers["x-amz-date"]);
  if (time === undefined || !String(headers["x-amz-date"]).startsWith(String(date))) {
    return "The header x-amz-date is missing or does not fit the credential's scope";
  }
  if (Math.abs(time - now.getTime()) > CLOCK_TOLERANCE_MILLISECONDS) {
    return `Signature expired: ${String(headers["x-amz-date"])} is not within 5 minutes of ${now.toISOString()}`;
  }
  return undefined;
}

function parseAmzDate(value: string | string[] | undefined): number | undefined {
  const match = typeof value === "string" ? /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value) : null;
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
