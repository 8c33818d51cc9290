import { readSyslog, type SyslogMessage, syslogStart } from "../../functions/loader/formats/syslog";
import { syslogDocument } from "../../functions/loader/formats/syslog-document";
import { defineSource, type LogObject, type RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { lookup } from "../../functions/shared/lookup";
import { communityId, ipType, protocolName } from "../../functions/shared/network/network";
import { integer, ipAddress, list, nonEmpty, portNumber, text } from "../../functions/shared/values";

export default defineSource({
  id: "linux-iptables",
  title: "Linux firewall logs (iptables, nftables, UFW, firewalld)",
  documentation: "https://ipset.netfilter.org/iptables-extensions.man.html",
  module: "linux",
  dataset: "linux.iptables",
  indexPeriod: "day",
  delivery:
    "As the system logs, of which these are the kernel's lines: let the CloudWatch agent send `/var/log/messages`, `/var/log/kern.log` or `/var/log/ufw.log`, or let rsyslog or Fluent Bit write files to the archive.",
  format: "lines",
  recordStart: syslogStart,
  keys: [],
  recognises: (value) => isPacket(readSyslog(value)),
  open: openFirewallLog,
  remembers: "headers",
  fields: {
    "linux.iptables.prefix": "keyword",
    "linux.iptables.tcp_flags": "keyword",
    "linux.iptables.ip_flags": "keyword",
    "linux.iptables.ip_id": "keyword",
    "linux.iptables.ttl": "long",
    "linux.iptables.tos": "keyword",
    "linux.iptables.precedence": "keyword",
    "linux.iptables.window": "long",
    "linux.iptables.icmp_type": "long",
    "linux.iptables.icmp_code": "long",
    "linux.iptables.mark": "keyword",
    "linux.iptables.socket_uid": "keyword",
    "linux.iptables.socket_gid": "keyword",
    "linux.iptables.physical_in": "keyword",
    "linux.iptables.physical_out": "keyword",
  },
});

/** A packet that a rule with the target LOG has matched. */
function isPacket(line: SyslogMessage | undefined): line is SyslogMessage {
  if (line === undefined) return false;
  const { message } = line;
  const start = fieldsStart(message);
  return (
    start !== -1 &&
    message.includes(" SRC=", start) &&
    message.includes(" DST=", start) &&
    message.includes(" PROTO=", start)
  );
}

/** Where the packet's fields start; before them are the kernel's clock and the rule's prefix. */
function fieldsStart(message: string): number {
  const at = message.search(/(?:^|[\s\]])IN=\S{0,32} (?:PHYSIN=\S{1,32} )?OUT=/);
  return at === -1 ? -1 : message.indexOf("IN=", at);
}

const tcpFlags: ReadonlySet<string> = new Set(["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]);
const ipFlags: ReadonlySet<string> = new Set(["DF", "MF", "CE"]);

/** What prefixes say by custom: UFW and firewalld always, others if the operator chose one of these words. */
const verdicts: Readonly<Record<string, "allowed" | "denied">> = {
  ACCEPT: "allowed",
  ACCEPTED: "allowed",
  ALLOW: "allowed",
  ALLOWED: "allowed",
  BLOCK: "denied",
  BLOCKED: "denied",
  DENIED: "denied",
  DENY: "denied",
  DROP: "denied",
  DROPPED: "denied",
  REJECT: "denied",
  REJECTED: "denied",
};

const protocolNumbers: Readonly<Record<string, number>> = {
  TCP: 6,
  UDP: 17,
  ICMP: 1,
  ICMPv6: 58,
  SCTP: 132,
  UDPLITE: 136,
  ESP: 50,
  AH: 51,
};

function openFirewallLog(object: LogObject): RecordMapper {
  return (record) => {
    const line = readSyslog(record.value);
    if (!isPacket(line))
      throw new RecordError("not a packet of the firewall: expected IN=, OUT=, SRC=, DST= and PROTO=");
    const start = fieldsStart(line.message);
    // The packet that an ICMP error is about is in brackets behind the error's own fields.
    const packet = readFields((line.message.slice(start).split(" [SRC=", 1)[0] ?? "").slice(0, 4_096));
    const prefix = text(
      line.message
        .slice(0, start)
        .replace(/^\[ {0,16}[\d.]{1,32}\] ?/, "")
        .trim()
        .replace(/:$/, ""),
    );
    const header = syslogDocument(line, object, record);
    return { kind: "event", document: { ...header, ...packetDocument(packet, prefix) } };
  };
}

interface Packet {
  readonly fields: ReadonlyMap<string, string>;
  readonly flags: readonly string[];
}

/** `NAME=value` and flags, separated by spaces. `LEN` comes twice for UDP: the first is the packet's. */
function readFields(message: string): Packet {
  const fields = new Map<string, string>();
  const flags: string[] = [];
  for (const part of message.split(" ")) {
    const equals = part.indexOf("=");
    if (equals === -1) flags.push(part);
    else if (!fields.has(part.slice(0, equals))) fields.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return { fields, flags };
}

function packetDocument({ fields, flags }: Packet, prefix: string | undefined): EcsDocument {
  const value = (name: string): string | undefined => text(fields.get(name));
  const [ingress, egress] = [value("IN"), value("OUT")];
  const words = prefix?.toUpperCase().split(/[^A-Z]+/) ?? [];
  const word = words.find((candidate) => lookup(verdicts, candidate) !== undefined);
  const verdict = lookup(verdicts, word);
  const protocol = lookup(protocolNumbers, value("PROTO")) ?? integer(value("PROTO"));
  const source = { ip: ipAddress(value("SRC")), port: portNumber(value("SPT")) };
  const destination = { ip: ipAddress(value("DST")), port: portNumber(value("DPT")) };
  const mac = value("MAC")?.split(":") ?? [];
  return {
    event: {
      kind: "event",
      category: ["network"],
      type: verdict === undefined ? ["connection"] : ["connection", verdict],
      action: word?.toLowerCase() ?? "log",
      outcome: verdict === undefined ? "unknown" : verdict === "allowed" ? "success" : "failure",
    },
    source: nonEmpty({ ...source, mac: macAddress(mac.slice(6, 12)) }),
    destination: nonEmpty({ ...destination, mac: macAddress(mac.slice(0, 6)) }),
    network: nonEmpty({
      transport: protocolName(protocol) ?? value("PROTO")?.toLowerCase(),
      iana_number: protocol === undefined ? undefined : String(protocol),
      type: ipType(source.ip),
      direction:
        ingress === undefined
          ? egress === undefined
            ? undefined
            : "egress"
          : egress === undefined
            ? "ingress"
            : undefined,
      bytes: integer(value("LEN")),
      community_id: communityId({
        sourceIp: source.ip,
        destinationIp: destination.ip,
        protocol,
        sourcePort: source.port,
        destinationPort: destination.port,
      }),
    }),
    observer: nonEmpty({
      ingress: ingress === undefined ? undefined : { interface: { name: ingress } },
      egress: egress === undefined ? undefined : { interface: { name: egress } },
    }),
    linux: nonEmpty({
      iptables: nonEmpty({
        prefix,
        tcp_flags: list(flags.filter((flag) => tcpFlags.has(flag)).map((flag) => flag.toLowerCase())),
        ip_flags: list(flags.filter((flag) => ipFlags.has(flag)).map((flag) => flag.toLowerCase())),
        ip_id: value("ID"),
        ttl: integer(value("TTL") ?? value("HOPLIMIT")),
        tos: value("TOS") ?? value("TC"),
        precedence: value("PREC"),
        window: integer(value("WINDOW")),
        icmp_type: integer(value("TYPE")),
        icmp_code: integer(value("CODE")),
        mark: value("MARK"),
        socket_uid: value("UID"),
        socket_gid: value("GID"),
        physical_in: value("PHYSIN"),
        physical_out: value("PHYSOUT"),
      }),
    }),
  };
}

/** `AA-BB-CC-DD-EE-FF`, as ECS has it. */
function macAddress(bytes: readonly string[]): string | undefined {
  if (bytes.length !== 6 || !bytes.every((byte) => /^[0-9a-f]{2}$/i.test(byte))) return undefined;
  return bytes.join("-").toUpperCase();
}
