import { createHash } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";

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
  const source = addressBytes(flow.sourceIp);
  const destination = addressBytes(flow.destinationIp);
  if (source === undefined || destination === undefined || source.length !== destination.length) return undefined;

  const withPorts = protocolsWithPorts.has(protocol);
  if (withPorts && (sourcePort === undefined || destinationPort === undefined)) return undefined;
  const from = sourcePort ?? 0;
  const to = destinationPort ?? 0;

  const order = source.compare(destination);
  const forwards = order < 0 || (order === 0 && (!withPorts || from <= to));
  const size = source.length;
  const bytes = Buffer.alloc(2 + 2 * size + 2 + (withPorts ? 4 : 0));
  bytes.set(forwards ? source : destination, 2);
  bytes.set(forwards ? destination : source, 2 + size);
  bytes.writeUInt8(protocol & 0xff, 2 + 2 * size);
  if (withPorts) {
    bytes.writeUInt16BE(forwards ? from : to, 4 + 2 * size);
    bytes.writeUInt16BE(forwards ? to : from, 6 + 2 * size);
  }
  return `1:${createHash("sha1").update(bytes).digest("base64")}`;
}

function addressBytes(address: string | undefined): Buffer | undefined {
  if (address === undefined) return undefined;
  if (isIPv4(address)) {
    // Four numbers by hand: this runs for every flow record.
    const bytes = Buffer.allocUnsafe(4);
    let at = 0;
    let number = 0;
    for (let index = 0; index < address.length; index += 1) {
      const code = address.charCodeAt(index);
      if (code === 46) {
        bytes[at] = number;
        at += 1;
        number = 0;
      } else {
        number = number * 10 + code - 48;
      }
    }
    bytes[at] = number;
    return bytes;
  }
  return isIPv6(address) ? Buffer.from(ipaddr.parse(address).toByteArray()) : undefined;
}

/** ECS's `network.type` of an address. */
export function ipType(ip: string | undefined): "ipv4" | "ipv6" | undefined {
  return ip === undefined ? undefined : ip.includes(":") ? "ipv6" : "ipv4";
}
