import type { LogEvent } from "../event";
import type { Random } from "../random";
import { isoSeconds } from "../time";
import { FLOW_FIELDS_V5, type Instance, type Network } from "../world";

/** One direction of one connection, as one interface saw it within one aggregation interval. */
export interface Flow {
  readonly time: number;
  readonly interfaceId: string;
  readonly sourceIp: string;
  readonly sourcePort: number;
  readonly destinationIp: string;
  readonly destinationPort: number;
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly action: "ACCEPT" | "REJECT";
  readonly direction: "ingress" | "egress";
  readonly seconds?: number;
  readonly instance?: Instance | undefined;
  readonly awsService?: string;
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
export function flowEvent(network: Network, flow: Flow): LogEvent {
  const start = Math.floor(flow.time / 1000);
  const end = start + (flow.seconds ?? 58);
  const columns: (string | number)[] = [
    network.flows.header === FLOW_FIELDS_V5 ? 5 : 2,
    network.account,
    flow.interfaceId,
    flow.sourceIp,
    flow.destinationIp,
    flow.sourcePort,
    flow.destinationPort,
    flow.protocol,
    flow.packets,
    flow.bytes,
    start,
    end,
    flow.action,
    "OK",
  ];
  if (network.flows.header === FLOW_FIELDS_V5) {
    const egress = flow.direction === "egress";
    columns.push(
      network.vpcId,
      flow.instance?.subnetId ?? network.instances[0]?.subnetId ?? "-",
      flow.instance?.id ?? "-",
      flow.protocol === 6 ? (flow.action === "REJECT" ? 2 : 19) : 0,
      flow.sourceIp.includes(":") ? "IPv6" : "IPv4",
      flow.sourceIp,
      flow.destinationIp,
      network.region,
      network.zoneId,
      egress ? "-" : (flow.awsService ?? "-"),
      egress ? (flow.awsService ?? "-") : "-",
      flow.direction,
      egress ? (flow.awsService === "S3" ? 7 : flow.destinationIp.startsWith("10.") ? 1 : 8) : "-",
    );
  }
  return { stream: network.flows, time: flow.time, text: columns.join(" ") };
}

export interface Query {
  readonly time: number;
  readonly instance: Instance;
  readonly name: string;
  readonly type?: "A" | "AAAA";
  readonly answer?: string | undefined;
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html */
export function queryEvent(network: Network, random: Random, query: Query): LogEvent {
  const type = query.type ?? "A";
  const record = {
    version: "1.100000",
    account_id: network.account,
    region: network.region,
    vpc_id: network.vpcId,
    query_timestamp: isoSeconds(query.time),
    query_name: `${query.name}.`,
    query_type: type,
    query_class: "IN",
    rcode: query.answer === undefined ? "NXDOMAIN" : "NOERROR",
    answers: query.answer === undefined ? [] : [{ Rdata: query.answer, Type: type, Class: "IN" }],
    srcaddr: query.instance.privateIp,
    srcport: String(random.integer(32_768, 60_999)),
    transport: "UDP",
    srcids: { instance: query.instance.id },
  };
  return { stream: network.queries, time: query.time, text: JSON.stringify(record) };
}
