import { lookup } from "../lookup";
import { countryCode } from "../network/country-code";
import { communityId, ipType, protocolName, tcpFlagNames } from "../network/network";
import {
  asArray,
  asRecord,
  decimal,
  integer,
  ipAddress,
  type JsonObject,
  list,
  nonEmpty,
  portNumber,
  text,
} from "../values";

/** The two ends and the connection between them, in ECS's fields. */
export interface OcsfConnection {
  readonly source: object | undefined;
  readonly destination: object | undefined;
  readonly network: object | undefined;
  readonly addresses: readonly string[] | undefined;
  readonly fields: object | undefined;
}

const protocolNumbers: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, "ipv6-icmp": 58, sctp: 132 };

/** By `direction_id` and by name. */
const directions: Readonly<Record<string, string>> = {
  1: "inbound",
  2: "outbound",
  3: "internal",
  inbound: "inbound",
  outbound: "outbound",
  lateral: "internal",
  ingress: "ingress",
  egress: "egress",
};

/** @see https://schema.ocsf.io/1.5.0/objects/network_connection_info */
export function connectionOf(event: JsonObject): OcsfConnection {
  const from = asRecord(event.src_endpoint);
  const to = asRecord(event.dst_endpoint);
  const info = asRecord(event.connection_info) ?? {};
  const traffic = asRecord(event.traffic) ?? {};
  const source = endpoint(from);
  const destination = endpoint(to);
  const name = text(info.protocol_name)?.toLowerCase();
  const number = integer(info.protocol_num);
  // -1 stands for an unknown protocol.
  const protocol = number !== undefined && number >= 0 ? number : lookup(protocolNumbers, name);
  const tuple = {
    sourceIp: source?.ip,
    destinationIp: destination?.ip,
    sourcePort: source?.port,
    destinationPort: destination?.port,
    protocol,
  };
  const sentBytes = integer(traffic.bytes_out);
  const receivedBytes = integer(traffic.bytes_in);
  const sentPackets = integer(traffic.packets_out);
  const receivedPackets = integer(traffic.packets_in);
  return {
    source: nonEmpty({ ...source, bytes: sentBytes, packets: sentPackets }),
    destination: nonEmpty({ ...destination, bytes: receivedBytes, packets: receivedPackets }),
    network: nonEmpty({
      transport: name ?? protocolName(protocol),
      iana_number: protocol?.toString(),
      // Of a call there is only an address; nothing is said of a connection.
      type: addressFamily(
        info,
        to === undefined && event.connection_info === undefined ? undefined : (source?.ip ?? destination?.ip),
      ),
      direction: lookup(directions, text(info.direction_id)) ?? lookup(directions, text(info.direction)?.toLowerCase()),
      bytes: integer(traffic.bytes) ?? sum(sentBytes, receivedBytes),
      packets: integer(traffic.packets) ?? sum(sentPackets, receivedPackets),
      community_id: text(info.community_uid) ?? communityId(tuple),
      application: text(event.app_name),
    }),
    addresses: list(
      asArray(from?.intermediate_ips).map(ipAddress),
      asArray(to?.intermediate_ips).map(ipAddress),
      ipAddress(asRecord(event.proxy)?.ip) ?? ipAddress(asRecord(event.proxy_endpoint)?.ip),
    ),
    fields: nonEmpty({
      tcp_flags: tcpFlagNames(integer(info.tcp_flags)),
      boundary: text(info.boundary),
      src: placeInCloud(from),
      dst: placeInCloud(to),
    }),
  };
}

/** @see https://schema.ocsf.io/1.5.0/objects/network_endpoint */
function endpoint(value: JsonObject | undefined) {
  if (value === undefined) return undefined;
  const ip = ipAddress(value.ip);
  const domain = text(value.domain) ?? text(value.hostname);
  const autonomous = asRecord(value.autonomous_system);
  const number = integer(autonomous?.number);
  return nonEmpty({
    ip,
    address: ip === undefined ? (domain ?? text(value.ip)) : undefined,
    port: portNumber(value.port),
    domain,
    mac: text(value.mac)?.replaceAll(":", "-").toUpperCase(),
    geo: geo(asRecord(value.location)),
    as: nonEmpty({
      number: number !== undefined && number > 0 ? number : undefined,
      organization: nonEmpty({ name: text(autonomous?.name) }),
    }),
  });
}

function geo(location: JsonObject | undefined): object | undefined {
  const country = text(location?.country);
  const code = countryCode(country);
  const [first, second] = asArray(location?.coordinates);
  const lon = decimal(first) ?? decimal(location?.long);
  const lat = decimal(second) ?? decimal(location?.lat);
  const onEarth = lon !== undefined && lat !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return nonEmpty({
    country_iso_code: code,
    country_name: code === undefined ? country : undefined,
    city_name: text(location?.city),
    location: onEarth ? { lat, lon } : undefined,
  });
}

/** Which interface, instance, VPC and subnet an end is. */
function placeInCloud(value: JsonObject | undefined): object | undefined {
  return nonEmpty({
    uid: text(value?.uid),
    instance_uid: text(value?.instance_uid),
    interface_uid: text(value?.interface_uid),
    subnet_uid: text(value?.subnet_uid),
    vpc_uid: text(value?.vpc_uid),
    svc_name: text(value?.svc_name),
  });
}

function addressFamily(info: JsonObject, ip: string | undefined): string | undefined {
  const version = integer(info.protocol_ver_id);
  if (version === 4 || version === 6) return `ipv${version}`;
  const name = /^IPv([46])$/i.exec(text(info.protocol_ver) ?? "")?.[1];
  if (name !== undefined) return `ipv${name}`;
  return ipType(ip);
}

function sum(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined || second === undefined ? undefined : first + second;
}
