/**
 * The fields of a record, in AWS's order; the header of a file says them too.
 * @see https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html#monitoring-global-accelerator.flow-logs.records.syntax
 */
export const flowNames: readonly string[] = [
  "version",
  "aws_account_id",
  "accelerator_id",
  "client_ip",
  "client_port",
  "accelerator_ip",
  "accelerator_port",
  "endpoint_ip",
  "endpoint_port",
  "protocol",
  "ip_address_type",
  "packets",
  "bytes",
  "start_time",
  "end_time",
  "action",
  "log-status",
  "globalaccelerator_source_ip",
  "globalaccelerator_source_port",
  "endpoint_region",
  "globalaccelerator_region",
  "direction",
  "vpc_id",
  "reject_reason",
];

/** `1.0 <account> <UUID of the accelerator> ` */
const flowLine = /^\d\.\d (?:\d{12}|-) [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} /;

/** Whether a line is of a flow log: its header, or a record. */
export function isFlowLine(line: string): boolean {
  return isHeader(line) || flowLine.test(line);
}

/** Files name the accelerator's address `gip`, the documentation `accelerator_ip`. */
export function isHeader(line: string): boolean {
  return line.startsWith("version aws_account_id accelerator_id ");
}
