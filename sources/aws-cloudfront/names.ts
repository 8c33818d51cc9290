import { type NamedFields, namedFields } from "../../functions/loader/formats/w3c";
import { plainName } from "../../functions/shared/text/named-columns";
import { asRecord } from "../../functions/shared/values";

/**
 * The fields of standard logs, in the order of the files without selected fields.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html#BasicDistributionFileFormat
 */
export const standardNames: readonly string[] = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(Referer)",
  "cs(User-Agent)",
  "cs-uri-query",
  "cs(Cookie)",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "x-forwarded-for",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-response-result-type",
  "cs-protocol-version",
  "fle-status",
  "fle-encrypted-fields",
  "c-port",
  "time-to-first-byte",
  "x-edge-detailed-result-type",
  "sc-content-type",
  "sc-content-len",
  "sc-range-start",
  "sc-range-end",
];

/**
 * The fields of real-time logs, in the order in which CloudFront writes those that are selected.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html
 */
export const realTimeNames: readonly string[] = [
  "timestamp",
  "c-ip",
  "s-ip",
  "time-to-first-byte",
  "sc-status",
  "sc-bytes",
  "cs-method",
  "cs-protocol",
  "cs-host",
  "cs-uri-stem",
  "cs-bytes",
  "x-edge-location",
  "x-edge-request-id",
  "x-host-header",
  "time-taken",
  "cs-protocol-version",
  "c-ip-version",
  "cs-user-agent",
  "cs-referer",
  "cs-cookie",
  "cs-uri-query",
  "x-edge-response-result-type",
  "x-forwarded-for",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-result-type",
  "fle-encrypted-fields",
  "fle-status",
  "sc-content-type",
  "sc-content-len",
  "sc-range-start",
  "sc-range-end",
  "c-port",
  "x-edge-detailed-result-type",
  "c-country",
  "cs-accept-encoding",
  "cs-accept",
  "cache-behavior-path-pattern",
  "cs-headers",
  "cs-header-names",
  "cs-headers-count",
  "primary-distribution-id",
  "primary-distribution-dns-name",
  "origin-fbl",
  "origin-lbl",
  "asn",
  "cmcd-encoded-bitrate",
  "cmcd-buffer-length",
  "cmcd-buffer-starvation",
  "cmcd-content-id",
  "cmcd-object-duration",
  "cmcd-deadline",
  "cmcd-measured-throughput",
  "cmcd-next-object-request",
  "cmcd-next-range-request",
  "cmcd-object-type",
  "cmcd-playback-rate",
  "cmcd-requested-maximum-throughput",
  "cmcd-streaming-format",
  "cmcd-session-id",
  "cmcd-stream-type",
  "cmcd-startup",
  "cmcd-top-bitrate",
  "cmcd-version",
  "r-host",
  "sr-reason",
  "x-edge-mqcs",
  "distribution-tenant-id",
  "connection-id",
];

/** Fields that only CloudFront has, or has under this name. */
const ownNames: ReadonlySet<string> = new Set(
  [
    "x-edge-location",
    "x-edge-request-id",
    "x-edge-result-type",
    "x-edge-response-result-type",
    "x-edge-detailed-result-type",
    "x-host-header",
    "fle-status",
    "cache-behavior-path-pattern",
    "origin-fbl",
    "origin-lbl",
    "c-country",
  ].map(plainName),
);

const requestNames: ReadonlySet<string> = new Set(
  ["c-ip", "cs-method", "cs-uri-stem", "sc-status", "time-taken", "cs-protocol"].map(plainName),
);

/** Whether these fields are those of a CloudFront request, going by their names. */
export function areCloudFrontNames(names: readonly string[]): boolean {
  const plain = names.map(plainName);
  return plain.some((name) => ownNames.has(name)) && plain.some((name) => requestNames.has(name));
}

/** The fields of a record in JSON or of a Parquet row; `undefined` if it is none of CloudFront's. */
export function cloudFrontRow(value: unknown): NamedFields | undefined {
  const row = asRecord(value);
  return row !== undefined && areCloudFrontNames(Object.keys(row)) ? namedFields(row) : undefined;
}
