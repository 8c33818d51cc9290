import type { MappedRecord, RawRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flowEvent } from "../../functions/shared/network/flow-event";
import { communityId, ipType, protocolName, tcpFlagNames } from "../../functions/shared/network/network";
import { words } from "../../functions/shared/text/space-delimited";
import { asRecord, integer, ipAddress, isoTime, list, nonEmpty, portNumber, text } from "../../functions/shared/values";
import {
  type ColumnOrder,
  columnOrder,
  fieldOf,
  headerColumns,
  headerlessOrder,
  listedValues,
  rowColumns,
} from "./columns";

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
  const columns = words(line.trimEnd());
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
  const listed = listedValues(columns, order);
  const [
    version,
    accountId,
    interfaceId,
    srcaddr,
    dstaddr,
    srcport,
    dstport,
    protocolNumber,
    packetCount,
    byteTotal,
    startTime,
    endTime,
    actionTaken,
    logState,
    vpcId,
    subnetId,
    instanceId,
    tcpFlags,
    type,
    pktSrcaddr,
    pktDstaddr,
    region,
    azId,
    sublocationType,
    sublocationId,
    pktSrcAwsService,
    pktDstAwsService,
    flowDirection,
    trafficPath,
  ] = listed;

  const sourceIp = ipAddress(srcaddr);
  const destinationIp = ipAddress(dstaddr);
  const sourcePort = portNumber(srcport);
  const destinationPort = portNumber(dstport);
  const protocol = integer(protocolNumber);
  const bytes = integer(byteTotal);
  const packets = integer(packetCount);
  const start = isoTime(integer(startTime));
  const end = isoTime(integer(endTime));
  const action = text(actionTaken);
  const logStatus = text(logState);
  // The packet's own addresses say something only where an intermediate (NAT gateway, load balancer) changed them.
  const packetSource = different(text(pktSrcaddr), sourceIp);
  const packetDestination = different(text(pktDstaddr), destinationIp);
  const account = text(accountId);

  const base = { version: text(version), interface_id: text(interfaceId), log_status: logStatus };
  // As most logs have them: a dozen fields without a value would take a twentieth of the time.
  const hasNoMore = order.isDefault && columns.length <= order.names.length;
  const flow = hasNoMore
    ? base
    : Object.assign(base, {
        vpc_id: text(vpcId),
        subnet_id: text(subnetId),
        tcp_flags: tcpFlagNames(integer(tcpFlags)),
        pkt_srcaddr: packetSource,
        pkt_dstaddr: packetDestination,
        pkt_src_aws_service: text(pktSrcAwsService),
        pkt_dst_aws_service: text(pktDstAwsService),
        sublocation_type: text(sublocationType),
        sublocation_id: text(sublocationId),
        traffic_path: text(trafficPath),
        resource_id: text(fieldOf(listed, "resource-id")),
        encryption_status: text(fieldOf(listed, "encryption-status")),
        additional_fields: additionalFields(columns, order),
      });
  if (order.hasEcs) Object.assign(flow, ecsFields(listed));
  if (order.hasTransitGateway) Object.assign(flow, transitGatewayFields(listed));

  const document: EcsDocument = {
    "@timestamp": start ?? end,
    event: flowEvent(action, logStatus, { reason: text(fieldOf(listed, "reject-reason")), start, end }),
    cloud: {
      // `unknown` stands for interfaces that a service made.
      account: account === undefined || account === "unknown" ? undefined : { id: account },
      region: text(region),
      availability_zone: text(azId),
      service: { name: order.hasTransitGateway ? "transit-gateway" : "vpc" },
      instance: nonEmpty({ id: text(instanceId) }),
    },
    source: nonEmpty({
      ip: sourceIp,
      address: sourceIp === undefined ? text(srcaddr) : undefined,
      port: sourcePort,
      bytes,
      packets,
    }),
    destination: nonEmpty({
      ip: destinationIp,
      address: destinationIp === undefined ? text(dstaddr) : undefined,
      port: destinationPort,
    }),
    network: nonEmpty({
      type: text(type)?.toLowerCase() ?? ipType(sourceIp ?? destinationIp),
      transport: protocolName(protocol),
      iana_number: protocol?.toString(),
      direction: text(flowDirection),
      bytes,
      packets,
      community_id: communityId({ sourceIp, destinationIp, protocol, sourcePort, destinationPort }),
    }),
    related: nonEmpty({ ip: list(ipAddress(packetSource), ipAddress(packetDestination)) }),
    aws: nonEmpty({ vpc_flow: nonEmpty(flow) }),
  };
  if (order.hasEcs) Object.assign(document, ecsMetadata(listed));
  return document;
}

function different(value: string | undefined, other: string | undefined): string | undefined {
  return value === other ? undefined : value;
}

function ecsMetadata(listed: readonly unknown[]): EcsDocument {
  const cluster = text(fieldOf(listed, "ecs-cluster-name"));
  return {
    orchestrator: cluster === undefined ? undefined : { type: "ecs", cluster: { name: cluster } },
    container: nonEmpty({ id: text(fieldOf(listed, "ecs-container-id")) }),
  };
}

function ecsFields(listed: readonly unknown[]): Readonly<Record<string, string | undefined>> {
  return {
    ecs_cluster_arn: text(fieldOf(listed, "ecs-cluster-arn")),
    ecs_container_instance_arn: text(fieldOf(listed, "ecs-container-instance-arn")),
    ecs_container_instance_id: text(fieldOf(listed, "ecs-container-instance-id")),
    ecs_second_container_id: text(fieldOf(listed, "ecs-second-container-id")),
    ecs_service_name: text(fieldOf(listed, "ecs-service-name")),
    ecs_task_definition_arn: text(fieldOf(listed, "ecs-task-definition-arn")),
    ecs_task_arn: text(fieldOf(listed, "ecs-task-arn")),
    ecs_task_id: text(fieldOf(listed, "ecs-task-id")),
  };
}

function transitGatewayFields(listed: readonly unknown[]): Readonly<Record<string, string | number | undefined>> {
  return {
    resource_type: text(fieldOf(listed, "resource-type")),
    tgw_id: text(fieldOf(listed, "tgw-id")),
    tgw_attachment_id: text(fieldOf(listed, "tgw-attachment-id")),
    tgw_pair_attachment_id: text(fieldOf(listed, "tgw-pair-attachment-id")),
    tgw_src_vpc_account_id: text(fieldOf(listed, "tgw-src-vpc-account-id")),
    tgw_dst_vpc_account_id: text(fieldOf(listed, "tgw-dst-vpc-account-id")),
    tgw_src_vpc_id: text(fieldOf(listed, "tgw-src-vpc-id")),
    tgw_dst_vpc_id: text(fieldOf(listed, "tgw-dst-vpc-id")),
    tgw_src_subnet_id: text(fieldOf(listed, "tgw-src-subnet-id")),
    tgw_dst_subnet_id: text(fieldOf(listed, "tgw-dst-subnet-id")),
    tgw_src_eni: text(fieldOf(listed, "tgw-src-eni")),
    tgw_dst_eni: text(fieldOf(listed, "tgw-dst-eni")),
    tgw_src_az_id: text(fieldOf(listed, "tgw-src-az-id")),
    tgw_dst_az_id: text(fieldOf(listed, "tgw-dst-az-id")),
    packets_lost_no_route: integer(fieldOf(listed, "packets-lost-no-route")),
    packets_lost_blackhole: integer(fieldOf(listed, "packets-lost-blackhole")),
    packets_lost_mtu_exceeded: integer(fieldOf(listed, "packets-lost-mtu-exceeded")),
    packets_lost_ttl_expired: integer(fieldOf(listed, "packets-lost-ttl-expired")),
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
