import { hash } from "node:crypto";
import { isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { ipv4Bits } from "./ipv4";

/**
 * Names of IP protocols by number, as `network.transport` has them: lower case, without spaces.
 * @see https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml
 */
const protocolNames: Readonly<Record<number, string>> = {
  0: "hopopt",
  1: "icmp",
  2: "igmp",
  3: "ggp",
  4: "ipv4",
  5: "st",
  6: "tcp",
  7: "cbt",
  8: "egp",
  9: "igp",
  12: "pup",
  17: "udp",
  18: "mux",
  20: "hmp",
  27: "rdp",
  28: "irtp",
  33: "dccp",
  36: "xtp",
  40: "il",
  41: "ipv6",
  42: "sdrp",
  43: "ipv6-route",
  44: "ipv6-frag",
  45: "idrp",
  46: "rsvp",
  47: "gre",
  48: "dsr",
  50: "esp",
  51: "ah",
  55: "mobile",
  56: "tlsp",
  57: "skip",
  58: "ipv6-icmp",
  59: "ipv6-nonxt",
  60: "ipv6-opts",
  73: "rspf",
  80: "iso-ip",
  88: "eigrp",
  89: "ospf",
  92: "mtp",
  94: "ipip",
  97: "etherip",
  98: "encap",
  103: "pim",
  108: "ipcomp",
  111: "ipx-in-ip",
  112: "vrrp",
  113: "pgm",
  115: "l2tp",
  118: "stp",
  124: "isis",
  132: "sctp",
  133: "fc",
  135: "mobility-header",
  136: "udplite",
  137: "mpls-in-ip",
  138: "manet",
  139: "hip",
  140: "shim6",
  141: "wesp",
  142: "rohc",
  143: "ethernet",
};

/** The name of an IP protocol (`tcp` for 6); `undefined` for numbers without one. */
export function protocolName(number: number | undefined): string | undefined {
  return number === undefined ? undefined : protocolNames[number];
}

/** TCP flags by bit, in the order of the header. @see https://www.rfc-editor.org/rfc/rfc9293#section-3.1 */
const tcpFlagBits: readonly (readonly [bit: number, name: string])[] = [
  [1, "fin"],
  [2, "syn"],
  [4, "rst"],
  [8, "psh"],
  [16, "ack"],
  [32, "urg"],
  [64, "ece"],
  [128, "cwr"],
];

/** Names of the flags in a bitmask: 18 is `["syn", "ack"]`; `undefined` when there are none. */
export function tcpFlagNames(bitmask: number | undefined): string[] | undefined {
  if (bitmask === undefined || bitmask <= 0) return undefined;
  const names = tcpFlagBits.filter(([bit]) => (bitmask & bit) !== 0).map(([, name]) => name);
  return names.length > 0 ? names : undefined;
}

const icmpProtocols: ReadonlySet<number> = new Set([1, 58]);
const protocolsWithPorts: ReadonlySet<number> = new Set([6, 17, 132]);

export interface FlowTuple {
  readonly sourceIp: string | undefined;
  readonly destinationIp: string | undefined;
  readonly protocol: number | undefined;
  readonly sourcePort: number | undefined;
  readonly destinationPort: number | undefined;
}

/**
 * The Community ID (version 1, seed 0) of a flow: the same for both directions, so it joins flows across tools.
 * `undefined` when addresses, or ports that the protocol has, are missing, and for ICMP, whose id needs type and code.
 * @see https://github.com/corelight/community-id-spec
 */
export function communityId(flow: FlowTuple): string | undefined {
  const { protocol, sourcePort, destinationPort } = flow;
  if (protocol === undefined || icmpProtocols.has(protocol)) return undefined;
  if (flow.sourceIp === undefined || flow.destinationIp === undefined) return undefined;

  const withPorts = protocolsWithPorts.has(protocol);
  if (withPorts && (sourcePort === undefined || destinationPort === undefined)) return undefined;
  const from = sourcePort ?? 0;
  const to = destinationPort ?? 0;

  const size = addressSize(flow.sourceIp);
  if (size === undefined || size !== addressSize(flow.destinationIp)) return undefined;
  // Hashed at once, before anything else can use them.
  const bytes = tupleBytes.subarray(0, 2 + 2 * size + 2 + (withPorts ? 4 : 0));
  writeAddress(bytes, 2, flow.sourceIp);
  writeAddress(bytes, 2 + size, flow.destinationIp);
  const order = bytes.compare(bytes, 2 + size, 2 + 2 * size, 2, 2 + size);
  const forwards = order < 0 || (order === 0 && (!withPorts || from <= to));
  if (!forwards) {
    writeAddress(bytes, 2, flow.destinationIp);
    writeAddress(bytes, 2 + size, flow.sourceIp);
  }
  bytes[2 + 2 * size] = protocol & 0xff;
  bytes[3 + 2 * size] = 0;
  if (withPorts) {
    bytes.writeUInt16BE(forwards ? from : to, 4 + 2 * size);
    bytes.writeUInt16BE(forwards ? to : from, 6 + 2 * size);
  }
  return `1:${hash("sha1", bytes, "base64")}`;
}

/** Seed (0), two addresses, protocol, padding and two ports. */
const tupleBytes = Buffer.alloc(2 + 2 * 16 + 2 + 4);

/** Bytes of an address; undefined if it is none. */
function addressSize(address: string): 4 | 16 | undefined {
  return ipv4Bits(address) >= 0 ? 4 : isIPv6(address) ? 16 : undefined;
}

function writeAddress(bytes: Buffer, at: number, address: string): void {
  const bits = ipv4Bits(address);
  if (bits >= 0) bytes.writeUInt32BE(bits, at);
  else bytes.set(ipaddr.parse(address).toByteArray(), at);
}

/** ECS's `network.type` of an address. */
export function ipType(ip: string | undefined): "ipv4" | "ipv6" | undefined {
  return ip === undefined ? undefined : ip.includes(":") ? "ipv6" : "ipv4";
}
