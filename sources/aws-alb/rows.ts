import { NamedColumns } from "../../functions/shared/text/named-columns";
import type { AlbLogType } from "./lines";

/** A record that names its columns, in the order of the text format. */
export interface AlbRow {
  readonly type: AlbLogType;
  readonly columns: readonly (string | undefined)[];
  /** `app/name/id`; lines of connection and health check logs do not have it. */
  readonly name: string | undefined;
}

/*
 * The names of the columns of each log, which deliveries through CloudWatch Logs have in JSON or Parquet. The load
 * balancer, where the text format does not have it, is behind the others.
 */
const accessColumns = new NamedColumns([
  ["type"],
  ["time"],
  ["elb"],
  ["client:port"],
  ["target:port"],
  ["request_processing_time"],
  ["target_processing_time"],
  ["response_processing_time"],
  ["elb_status_code"],
  ["target_status_code"],
  ["received_bytes"],
  ["sent_bytes"],
  ["request", "request_line"],
  ["user_agent"],
  ["ssl_cipher"],
  ["ssl_protocol"],
  ["target_group_arn"],
  ["trace_id"],
  ["domain_name"],
  ["chosen_cert_arn"],
  ["matched_rule_priority"],
  ["request_creation_time"],
  ["actions_executed"],
  ["redirect_url"],
  ["error_reason"],
  ["target:port_list"],
  ["target_status_code_list"],
  ["classification"],
  ["classification_reason"],
  ["conn_trace_id"],
  ["transformed_host"],
  ["transformed_uri"],
  ["request_transform_status"],
]);

const connectionColumns = new NamedColumns([
  ["time", "timestamp"],
  ["client_ip"],
  ["client_port"],
  ["listener_port"],
  ["tls_protocol"],
  ["tls_cipher"],
  ["tls_handshake_latency"],
  ["leaf_client_cert_subject"],
  ["leaf_client_cert_validity"],
  ["leaf_client_cert_serial_number"],
  ["tls_verify_status"],
  ["conn_trace_id"],
  ["tls_keyexchange"],
  ["elb"],
]);

const healthCheckColumns = new NamedColumns([
  ["type"],
  ["time", "timestamp"],
  ["latency"],
  ["target_addr"],
  ["target_group_id"],
  ["status"],
  ["status_code"],
  ["reason_code"],
  ["elb"],
]);

/** Reads a record in JSON or of a Parquet file; `undefined` if it is of none of a load balancer's logs. */
export function albRow(value: unknown): AlbRow | undefined {
  const access = accessColumns.read(value);
  const [, , elb, client, , , , , status] = access ?? [];
  const name = elb?.startsWith("app/") ? elb : undefined;
  if (access !== undefined && name !== undefined && client !== undefined && status !== undefined) {
    return { type: "access", columns: access, name };
  }
  const connection = connectionColumns.read(value);
  if (connection?.[1] !== undefined && connection[3] !== undefined && (name ?? connection[11]) !== undefined) {
    return { type: "connection", columns: connection.slice(0, -1), name };
  }
  const health = healthCheckColumns.read(value);
  const isCheck = health?.[3] !== undefined && health[4] !== undefined && health[5] !== undefined;
  return isCheck ? { type: "health-check", columns: health.slice(0, -1), name } : undefined;
}
