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
  const size = writeAddresses(flow.sourceIp, flow.destinationIp);
  if (size === undefined) return undefined;
  const from = withPorts ? (sourcePort ?? 0) : 0;
  const to = withPorts ? (destinationPort ?? 0) : 0;
  const order = orderOfAddresses(size);
  const forwards = order < 0 || (order === 0 && from <= to);
  if (!forwards) writeAddresses(flow.destinationIp, flow.sourceIp);
  const behind = 2 + 2 * size;
  tuple[behind] = protocol & 0xff;
  tuple[behind + 1] = 0;
  tuple.writeUInt16BE(forwards ? from : to, behind + 2);
  tuple.writeUInt16BE(forwards ? to : from, behind + 4);
  return `1:${hash("sha1", tuples[size][withPorts ? "withPorts" : "withoutPorts"], "base64")}`;
}

type AddressSize = 4 | 16;

/** Seed (0), two addresses, protocol, padding and two ports: hashed at once, before anything else can use it. */
const tuple = Buffer.alloc(2 + 2 * 16 + 2 + 4);
const tuples = { 4: tuplesOf(4), 16: tuplesOf(16) };

function tuplesOf(size: AddressSize): { readonly withPorts: Buffer; readonly withoutPorts: Buffer } {
  const behind = 2 + 2 * size + 2;
  return { withPorts: tuple.subarray(0, behind + 4), withoutPorts: tuple.subarray(0, behind) };
}

/** @returns Bytes of each; undefined where they are no addresses, or not of one kind. */
function writeAddresses(first: string, second: string): AddressSize | undefined {
  const firstBits = ipv4Bits(first);
  const secondBits = ipv4Bits(second);
  if (firstBits >= 0 && secondBits >= 0) {
    tuple.writeUInt32BE(firstBits, 2);
    tuple.writeUInt32BE(secondBits, 2 + 4);
    return 4;
  }
  if (!isIPv6(first) || !isIPv6(second)) return undefined;
  tuple.set(ipaddr.parse(first).toByteArray(), 2);
  tuple.set(ipaddr.parse(second).toByteArray(), 2 + 16);
  return 16;
}

function orderOfAddresses(size: AddressSize): number {
  return tuple.compare(tuple, 2 + size, 2 + 2 * size, 2, 2 + size);
}

/** ECS's `network.type` of an address. */
export function ipType(ip: string | undefined): "ipv4" | "ipv6" | undefined {
  return ip === undefined ? undefined : ip.includes(":") ? "ipv6" : "ipv4";
}
