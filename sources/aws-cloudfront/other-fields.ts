import type { NamedFields } from "../../functions/loader/formats/w3c";
import type { FieldType } from "../../functions/loader/source";
import { flatObject } from "../../functions/shared/flat-object";
import { plainName } from "../../functions/shared/text/named-columns";
import { urlDecoded } from "../../functions/shared/text/url-encoding";
import { decimal, integer, list } from "../../functions/shared/values";
import { uncertainValues } from "./real-time";

/** Fields for which ECS has none, by CloudFront's name, with their types. */
const vendorFields = {
  "x-edge-location": "keyword",
  "x-edge-response-result-type": "keyword",
  "x-edge-detailed-result-type": "keyword",
  "fle-status": "keyword",
  "fle-encrypted-fields": "long",
  "time-to-first-byte": "double",
  "sc-range-start": "long",
  "sc-range-end": "long",
  "cs-accept-encoding": "keyword",
  "cs-accept": "keyword",
  "cache-behavior-path-pattern": "keyword",
  "cs-header-names": "keyword",
  "cs-headers-count": "long",
  "primary-distribution-dns-name": "keyword",
  "distribution-tenant-id": "keyword",
  "connection-id": "keyword",
  "origin-fbl": "double",
  "origin-lbl": "double",
  "r-host": "keyword",
  "sr-reason": "keyword",
} as const satisfies Readonly<Record<string, FieldType>>;

/** Fields that the document has elsewhere. */
const mappedNames: ReadonlySet<string> = new Set(
  [
    ...Object.keys(vendorFields),
    "date",
    "time",
    "timestamp",
    "timestamp(ms)",
    "c-ip",
    "s-ip",
    "c-port",
    "c-ip-version",
    "c-country",
    "asn",
    "cs-method",
    "cs-uri-stem",
    "cs-uri-query",
    "cs-protocol",
    "cs-protocol-version",
    "cs-bytes",
    "cs-host",
    "cs-referer",
    "cs-user-agent",
    "cs-cookie",
    "cs-headers",
    "sc-status",
    "sc-bytes",
    "sc-content-type",
    "sc-content-len",
    "ssl-protocol",
    "ssl-cipher",
    "time-taken",
    "x-edge-request-id",
    "x-edge-result-type",
    "x-forwarded-for",
    "x-host-header",
    "distribution-id",
    "primary-distribution-id",
    uncertainValues,
  ].map(plainName),
);

const underscored = (name: string): string => name.replaceAll("-", "_");

export const cloudFrontFields: Readonly<Record<string, FieldType>> = {
  "aws.cloudfront.distribution_id": "keyword",
  "aws.cloudfront.x_forwarded_for": "keyword",
  "aws.cloudfront.cs_host": "keyword",
  "aws.cloudfront.cookie_names": "keyword",
  "aws.cloudfront.request_headers": "flat_object",
  ...Object.fromEntries(
    Object.entries(vendorFields).map(([name, type]) => [`aws.cloudfront.${underscored(name)}`, type]),
  ),
  "aws.cloudfront.uncertain_fields": "keyword",
  "aws.cloudfront.additional_fields": "flat_object",
};

const readers: Readonly<Record<string, (value: unknown) => unknown>> = {
  keyword: urlDecoded,
  long: integer,
  double: decimal,
};

/** The fields under their own names, and those that AWS added since. */
export function otherFields(fields: NamedFields): Readonly<Record<string, unknown>> {
  const others: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(vendorFields)) {
    const value = fields.get(plainName(name));
    if (value !== undefined) others[underscored(name)] = readers[type]?.(value);
  }
  const additional = [...fields].filter(([name]) => !mappedNames.has(name));
  others.uncertain_fields = list(fields.get(uncertainValues)?.split("\t"));
  others.additional_fields = flatObject(Object.fromEntries(additional));
  return others;
}
