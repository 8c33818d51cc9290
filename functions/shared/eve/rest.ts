import { flatObject } from "../flat-object";
import { REDACTED } from "../secrets/secrets";
import { asRecord, type JsonObject, portNumber, text } from "../values";
import { dnsMembers } from "./dns";
import { eveObjects } from "./fields";
import { httpBodies, httpMembers } from "./http";
import { alertMembers, emailMembers, fileMembers, flowMembers } from "./parts";
import { isEveSecret } from "./secrets";
import { tlsMembers } from "./tls";

const tcpFlags = ["tcp_flags", "syn", "fin", "rst", "psh", "ack", "urg", "ecn", "cwr"];

/** Members of an event's objects that ECS, or a field of another type, holds. */
const heldMembers: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    alert: alertMembers,
    dhcp: ["client_mac", "hostname"],
    dns: dnsMembers,
    drop: ["reason"],
    email: emailMembers,
    engine: ["message"],
    ether: ["src_mac", "dest_mac"],
    fileinfo: fileMembers,
    flow: flowMembers,
    ftp_data: ["filename"],
    http: [...httpMembers, ...httpBodies],
    krb5: ["cname", "realm"],
    netflow: flowMembers,
    quic: ["version", "sni", "ja3"],
    smb: ["filename"],
    smtp: ["mail_from"],
    tcp: tcpFlags,
    tls: tlsMembers,
  }).map(([name, members]) => [name, new Set(members)]),
);

const objects: ReadonlySet<string> = new Set(eveObjects);

/** Single values that are kept as texts under their names. */
const texts = [
  ...[
    "app_proto_expected",
    "app_proto_orig",
    "app_proto_tc",
    "app_proto_ts",
    "capture_file",
    "direction",
    "event_type",
  ],
  ...["parent_id", "pkt_src"],
];

/** Members of an event that ECS or fields of other types hold; `payload` and `packet` are bytes that stay in the archive. */
const heldValues: ReadonlySet<string> = new Set([
  ...[
    "timestamp",
    "src_ip",
    "src_port",
    "dest_ip",
    "dest_port",
    "proto",
    "app_proto",
    "community_id",
    "vlan",
    "in_iface",
  ],
  ...["host", "xff", "sni", "tls_error", "flow_id", "icmp_code", "icmp_type", "payload_printable", "pcap_cnt", "tx_id"],
  ...["payload", "packet", "packet_info", "ip_v", "payload_length", "stream"],
  ...texts,
]);

/** What is left of an event: each object without what ECS holds, and members that no version so far has. */
export function eveRest(event: JsonObject): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  const additional: [string, unknown][] = [];
  for (const [name, value] of Object.entries(event)) {
    const object = objects.has(name) ? asRecord(value) : undefined;
    if (object !== undefined) {
      rest[name] = flatObject(withoutHeld(name, object), { isSecret: isEveSecret(name) });
    } else if (!heldValues.has(name) || isUnreadablePort(name, value)) {
      additional.push([name, value]);
    }
  }
  for (const name of texts) rest[name] = text(event[name]);
  rest.additional_fields = flatObject(Object.fromEntries(additional), { isSecret: isEveSecret("") });
  return rest;
}

/** ECS's ports are numbers up to 65535: what is no such number is kept as it came. */
function isUnreadablePort(name: string, value: unknown): boolean {
  return (name === "src_port" || name === "dest_port") && text(value) !== undefined && portNumber(value) === undefined;
}

function withoutHeld(name: string, object: JsonObject): JsonObject {
  const held = heldMembers.get(name);
  if (held === undefined && name !== "ftp") return object;
  const members = Object.entries(object).filter(([member]) => held?.has(member) !== true);
  if (name === "ftp" && text(object.command)?.toUpperCase() === "PASS") {
    return Object.fromEntries(members.map(([member, value]) => [member, member === "command_data" ? REDACTED : value]));
  }
  return name === "http" ? Object.fromEntries(members.map(redactedHeaders)) : Object.fromEntries(members);
}

/** Header lists become an object, so that credentials among them are found by their names. */
function redactedHeaders([member, value]: [string, unknown]): [string, unknown] {
  if (!member.endsWith("_headers") || !Array.isArray(value)) return [member, value];
  const headers = (value as readonly unknown[])
    .map(asRecord)
    .flatMap((header) =>
      header === undefined ? [] : [[text(header.name)?.toLowerCase() ?? "_", header.value] as const],
    );
  return [member, Object.fromEntries(headers)];
}
