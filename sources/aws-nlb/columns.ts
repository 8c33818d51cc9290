import { NamedColumns } from "../../functions/shared/text/named-columns";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html#access-log-entry-format */
const namedColumns = new NamedColumns([
  ["type"],
  ["version"],
  ["time"],
  ["elb"],
  ["listener"],
  ["client:port"],
  ["destination:port"],
  ["connection_time"],
  ["tls_handshake_time"],
  ["received_bytes"],
  ["sent_bytes"],
  ["incoming_tls_alert"],
  ["chosen_cert_arn"],
  ["chosen_cert_serial"],
  ["tls_cipher"],
  ["tls_protocol_version"],
  ["tls_named_group", "tls_keyexchange"],
  ["domain_name"],
  ["alpn_fe_protocol"],
  ["alpn_be_protocol"],
  ["alpn_client_preference_list"],
  ["tls_connection_creation_time"],
]);

/** The columns of a line, none of which has a space in it, or of a record that names them. */
export function tlsColumns(value: unknown): readonly (string | undefined)[] | undefined {
  return typeof value === "string" ? value.trimEnd().split(" ") : namedColumns.read(value);
}

/** Whether a Network Load Balancer writes such columns: `tls 2.0 <time> net/<name>/<id> <listener> ...`. */
export function isTlsColumns(
  columns: readonly (string | undefined)[] | undefined,
): columns is readonly (string | undefined)[] {
  const [type, version = "", , name = "", listener] = columns ?? [];
  return type === "tls" && /^\d\.\d$/.test(version) && name.startsWith("net/") && listener !== undefined;
}
