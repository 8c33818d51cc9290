import type { MappedRecord, RawRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flowEvent } from "../../functions/shared/network/flow-event";
import { communityId, ipType, protocolName, tcpFlagNames } from "../../functions/shared/network/network";
import { asRecord, integer, ipAddress, isoTime, list, nonEmpty, portNumber, text } from "../../functions/shared/values";
import { type ColumnOrder, columnOrder, type FlowField, headerColumns, headerlessOrder, rowColumns } from "./columns";

/** Maps the records of one object; a header line, or the columns of a Parquet file, say their order. */
export function openVpcFlowLog(): RecordMapper {
  let header: ColumnOrder | undefined;
  let rowNames: string | undefined;

  return ({ value }: RawRecord): MappedRecord => {
    if (typeof value === "string") {
      const names = headerColumns(value);
      if (names !== undefined) {
        header = columnOrder(names);
        return { kind: "header" };
      }
      return { kind: "event", document: mapLine(value, header) };
    }
    const row = asRecord(value);
    if (row === undefined) throw new RecordError(`A flow log record is a line or a row, not ${typeof value}.`);
    const names = Object.keys(row);
    const joined = names.join(" ");
    if (header === undefined || rowNames !== joined) {
      rowNames = joined;
      header = columnOrder(rowColumns(names));
    }
    return { kind: "event", document: mapColumns(Object.values(row), header) };
  };
}

function mapLine(line: string, header: ColumnOrder | undefined): EcsDocument {
  const columns = line.trimEnd().split(" ");
  const order = header ?? headerlessOrder(columns);
  if (order === undefined) {
    throw new RecordError(
      `The ${columns.length} columns have no header and do not start with the 14 of the default format; deliver a custom format to S3, as text (which has a header) or Parquet.`,
    );
  }
  if (header !== undefined && columns.length < header.names.length) {
    throw new RecordError(`The record has ${columns.length} columns, its header names ${header.names.length}.`);
  }
  return mapColumns(columns, order);
}

function mapColumns(columns: readonly unknown[], order: ColumnOrder): EcsDocument {
  const read = (field: FlowField): unknown => {
    const column = order.column[field];
    return column < 0 ? undefined : columns[column];
  };
  // Most logs have no more than the default format's columns: they are spared the search for forty others.
  const more = order.isDefault ? noColumn : read;

  const sourceIp = ipAddress(read("srcaddr"));
  const destinationIp = ipAddress(read("dstaddr"));
  const sourcePort = portNumber(read("srcport"));
  const destinationPort = portNumber(read("dstport"));
  const protocol = integer(read("protocol"));
  const bytes = integer(read("bytes"));
  const packets = integer(read("packets"));
  const start = isoTime(integer(read("start")));
  const end = isoTime(integer(read("end")));
  const action = text(read("action"));
  const logStatus = text(read("log-status"));
  // The packet's own addresses say something only where an intermediate (NAT gateway, load balancer) changed them.
  const packetSource = different(text(more("pkt-srcaddr")), sourceIp);
  const packetDestination = different(text(more("pkt-dstaddr")), destinationIp);
  const account = text(read("account-id"));

  const flow = {
    version: text(read("version")),
    interface_id: text(read("interface-id")),
    log_status: logStatus,
    vpc_id: text(more("vpc-id")),
    subnet_id: text(more("subnet-id")),
    tcp_flags: tcpFlagNames(integer(more("tcp-flags"))),
    pkt_srcaddr: packetSource,
    pkt_dstaddr: packetDestination,
    pkt_src_aws_service: text(more("pkt-src-aws-service")),
    pkt_dst_aws_service: text(more("pkt-dst-aws-service")),
    sublocation_type: text(more("sublocation-type")),
    sublocation_id: text(more("sublocation-id")),
    traffic_path: text(more("traffic-path")),
    resource_id: text(more("resource-id")),
    encryption_status: text(more("encryption-status")),
    additional_fields: additionalFields(columns, order),
  };
  if (order.hasEcs) Object.assign(flow, ecsFields(read));
  if (order.hasTransitGateway) Object.assign(flow, transitGatewayFields(read));

  const document: EcsDocument = {
    "@timestamp": start ?? end,
    event: flowEvent(action, logStatus, { reason: text(more("reject-reason")), start, end }),
    cloud: {
      // `unknown` stands for interfaces that a service made.
      account: account === undefined || account === "unknown" ? undefined : { id: account },
      region: text(more("region")),
      availability_zone: text(more("az-id")),
      service: { name: order.hasTransitGateway ? "transit-gateway" : "vpc" },
      instance: nonEmpty({ id: text(more("instance-id")) }),
    },
    source: nonEmpty({
      ip: sourceIp,
      address: sourceIp === undefined ? text(read("srcaddr")) : undefined,
      port: sourcePort,
      bytes,
      packets,
    }),
    destination: nonEmpty({
      ip: destinationIp,
      address: destinationIp === undefined ? text(read("dstaddr")) : undefined,
      port: destinationPort,
    }),
    network: nonEmpty({
      type: text(more("type"))?.toLowerCase() ?? ipType(sourceIp ?? destinationIp),
      transport: protocolName(protocol),
      iana_number: protocol?.toString(),
      direction: text(more("flow-direction")),
      bytes,
      packets,
      community_id: communityId({ sourceIp, destinationIp, protocol, sourcePort, destinationPort }),
    }),
    related: nonEmpty({ ip: list(ipAddress(packetSource), ipAddress(packetDestination)) }),
    aws: nonEmpty({ vpc_flow: nonEmpty(flow) }),
  };
  if (order.hasEcs) Object.assign(document, ecsMetadata(read));
  return document;
}

type ReadField = (field: FlowField) => unknown;

const noColumn: ReadField = () => undefined;

function different(value: string | undefined, other: string | undefined): string | undefined {
  return value === other ? undefined : value;
}

function ecsMetadata(read: ReadField): EcsDocument {
  const cluster = text(read("ecs-cluster-name"));
  return {
    orchestrator: cluster === undefined ? undefined : { type: "ecs", cluster: { name: cluster } },
    container: nonEmpty({ id: text(read("ecs-container-id")) }),
  };
}

function ecsFields(read: ReadField): Readonly<Record<string, string | undefined>> {
  return {
    ecs_cluster_arn: text(read("ecs-cluster-arn")),
    ecs_container_instance_arn: text(read("ecs-container-instance-arn")),
    ecs_container_instance_id: text(read("ecs-container-instance-id")),
    ecs_second_container_id: text(read("ecs-second-container-id")),
    ecs_service_name: text(read("ecs-service-name")),
    ecs_task_definition_arn: text(read("ecs-task-definition-arn")),
    ecs_task_arn: text(read("ecs-task-arn")),
    ecs_task_id: text(read("ecs-task-id")),
  };
}

function transitGatewayFields(read: ReadField): Readonly<Record<string, string | number | undefined>> {
  return {
    resource_type: text(read("resource-type")),
    tgw_id: text(read("tgw-id")),
    tgw_attachment_id: text(read("tgw-attachment-id")),
    tgw_pair_attachment_id: text(read("tgw-pair-attachment-id")),
    tgw_src_vpc_account_id: text(read("tgw-src-vpc-account-id")),
    tgw_dst_vpc_account_id: text(read("tgw-dst-vpc-account-id")),
    tgw_src_vpc_id: text(read("tgw-src-vpc-id")),
    tgw_dst_vpc_id: text(read("tgw-dst-vpc-id")),
    tgw_src_subnet_id: text(read("tgw-src-subnet-id")),
    tgw_dst_subnet_id: text(read("tgw-dst-subnet-id")),
    tgw_src_eni: text(read("tgw-src-eni")),
    tgw_dst_eni: text(read("tgw-dst-eni")),
    tgw_src_az_id: text(read("tgw-src-az-id")),
    tgw_dst_az_id: text(read("tgw-dst-az-id")),
    packets_lost_no_route: integer(read("packets-lost-no-route")),
    packets_lost_blackhole: integer(read("packets-lost-blackhole")),
    packets_lost_mtu_exceeded: integer(read("packets-lost-mtu-exceeded")),
    packets_lost_ttl_expired: integer(read("packets-lost-ttl-expired")),
  };
}

/** Columns that nothing names, or that AWS added since, so that no value is lost. */
function additionalFields(columns: readonly unknown[], order: ColumnOrder): Record<string, string> | undefined {
  if (order.unknown.length === 0 && columns.length <= order.names.length) return undefined;
  const fields: Record<string, string> = {};
  for (let column = 0; column < columns.length; column += 1) {
    const name = order.names[column];
    if (name !== undefined && !order.unknown.includes(column)) continue;
    const value = text(columns[column]);
    if (value !== undefined) fields[name?.replaceAll("-", "_") ?? `column_${column + 1}`] = value;
  }
  return nonEmpty(fields);
}
