import { NamedColumns } from "../../functions/shared/text/named-columns";

/**
 * Names of the columns, in the order of the text format, as other deliveries have them: CloudWatch Logs, Athena and
 * other tools.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/sal-cw-log-format.html
 */
const namedColumns = new NamedColumns([
  ["bucket_owner", "bucket_owner_id"],
  ["bucket", "bucket_name"],
  ["time", "request_time", "request_datetime"],
  ["remote_ip"],
  ["requester"],
  ["request_id"],
  ["operation"],
  ["key"],
  ["request_uri"],
  ["http_status"],
  ["error_code"],
  ["bytes_sent"],
  ["object_size"],
  ["total_time"],
  ["turnaround_time"],
  ["referer", "referrer"],
  ["user_agent"],
  ["version_id"],
  ["host_id"],
  ["signature_version", "sigv"],
  ["cipher_suite"],
  ["authentication_type", "auth_type"],
  ["host_header", "endpoint"],
  ["tls_version"],
  ["access_point_arn"],
  ["acl_required"],
  ["source_region"],
]);

/** The columns of a record that names them, in the order of the text format; `undefined` for any other value. */
export function serverAccessRow(value: unknown): readonly (string | undefined)[] | undefined {
  const columns = namedColumns.read(value);
  const [, bucket, , remoteIp, , , operation] = columns ?? [];
  return bucket !== undefined && (remoteIp !== undefined || operation?.includes(".")) ? columns : undefined;
}
