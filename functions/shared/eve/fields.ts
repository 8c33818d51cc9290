import type { FieldType } from "../../loader/source";

/**
 * Members of an event that are objects of a protocol or of the engine. What ECS does not hold of them is kept under
 * their names; members that are not in this list, of later versions of Suricata, are kept under `additional_fields`.
 */
export const eveObjects = [
  "alert",
  "anomaly",
  "arp",
  "bittorrent_dht",
  "dcerpc",
  "dhcp",
  "dnp3",
  "dns",
  "drop",
  "email",
  "engine",
  "enip",
  "ether",
  "fileinfo",
  "flow",
  "frame",
  "ftp",
  "ftp_data",
  "http",
  "ike",
  "krb5",
  "ldap",
  "mdns",
  "metadata",
  "modbus",
  "mqtt",
  "netflow",
  "nfs",
  "pgsql",
  "pop3",
  "quic",
  "rdp",
  "revocation_check",
  "rfb",
  "rpc",
  "sip",
  "smb",
  "smtp",
  "snmp",
  "ssh",
  "stats",
  "tcp",
  "template",
  "tftp",
  "tls",
  "traffic",
  "tunnel",
  "verdict",
  "websocket",
] as const;

/** Single values of an event that ECS has no field for. */
const values = {
  app_proto_expected: "keyword",
  app_proto_orig: "keyword",
  app_proto_tc: "keyword",
  app_proto_ts: "keyword",
  capture_file: "keyword",
  direction: "keyword",
  event_type: "keyword",
  flow_id: "keyword",
  icmp_code: "long",
  icmp_type: "long",
  parent_id: "keyword",
  payload_printable: "text",
  pcap_cnt: "long",
  pkt_src: "keyword",
  tcp_flags: "keyword",
  tx_id: "long",
} as const satisfies Readonly<Record<string, FieldType>>;

/** The fields of an event under the vendor's name for them, such as `suricata.eve`. */
export function eveFields(prefix: string): Readonly<Record<string, FieldType>> {
  const objects = [...eveObjects, "additional_fields"].map((name) => [`${prefix}.${name}`, "flat_object"] as const);
  const typed = Object.entries(values).map(([name, type]) => [`${prefix}.${name}`, type] as const);
  return Object.fromEntries<FieldType>([...typed, ...objects]);
}
