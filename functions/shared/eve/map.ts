import type { EcsDocument } from "../ecs";
import { lookup } from "../lookup";
import { forwardedFor } from "../network/forwarded-for";
import { communityId, ipType, protocolName, tcpFlagNames } from "../network/network";
import {
  asArray,
  asRecord,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  portNumber,
  text,
} from "../values";
import { eveDns } from "./dns";
import { eveHttp } from "./http";
import { eveDhcp, eveEmail, eveFile, eveMac, eveRule, eveTraffic, eveUser, isReply } from "./parts";
import { eveRest } from "./rest";
import { withoutCredentials } from "./secrets";
import { eveTls } from "./tls";
import { classes, protocolClass } from "./types";

/** An event of Suricata: what ECS has fields for, and the rest, which the source keeps under its own name. */
export interface EveEvent {
  readonly document: EcsDocument;
  readonly rest: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Maps an event of Suricata's Extensible Event Format, which AWS Network Firewall writes too.
 * @see https://docs.suricata.io/en/latest/output/eve/eve-json-format.html
 */
export function mapEve(event: JsonObject): EveEvent {
  const type = text(event.event_type) ?? impliedType(event);
  const eventClass = lookup(classes, type) ?? protocolClass;
  // Most events have one or two of these.
  const alert = asRecord(event.alert);
  const traffic = either(event.netflow, event.flow, (flow) => eveTraffic(flow, isReply(event)));
  const http = either(event.http, undefined, eveHttp);
  const dns = either(event.dns, undefined, eveDns);
  const tls = eveTls({ ...asRecord(event.quic), ...asRecord(event.tls) }, event.sni);
  const rule = either(event.alert, undefined, eveRule);
  const ether = asRecord(event.ether);
  const source = endpoint(event.src_ip, event.src_port);
  const destination = endpoint(event.dest_ip, event.dest_port);
  const forwarded = forwardedFor(text(event.xff) ?? text(alert?.xff) ?? text(asRecord(event.http)?.xff));
  const networkFields = network(event, type);
  const interfaceName = text(event.in_iface);
  const denied = isDenied(event);
  const document: EcsDocument = {
    "@timestamp": isoTime(event.timestamp),
    event: {
      kind: eventClass.kind ?? "event",
      category: [...eventClass.category],
      type: typesOf(eventClass.type, denied),
      action: (type === "alert" ? text(alert?.action) : undefined) ?? type,
      outcome: outcome(event, denied, http?.http?.response?.status_code, dns?.response_code),
      severity: integer(alert?.severity),
      start: traffic?.start,
      end: traffic?.end,
      duration: traffic?.duration,
      reason: text(asRecord(event.tls_error)?.error_message) ?? text(asRecord(event.drop)?.reason),
    },
    message: text(asRecord(event.engine)?.message),
    source: nonEmpty({ ...source, ...traffic?.source, mac: eveMac(ether?.src_mac ?? ether?.src_macs) }),
    destination: nonEmpty({
      ...destination,
      ...traffic?.destination,
      mac: eveMac(ether?.dest_mac ?? ether?.dest_macs),
    }),
    client: either(event.dhcp, undefined, eveDhcp),
    network: nonEmpty({ ...networkFields, ...traffic?.network, forwarded_ip: forwarded.client }),
    user: eveUser(event),
    http: http?.http,
    url: http?.url,
    user_agent: http?.user_agent,
    dns,
    tls,
    rule: rule?.rule,
    threat: rule?.threat,
    vulnerability: rule?.vulnerability,
    file:
      either(event.fileinfo, undefined, eveFile) ??
      either(event.ftp_data, event.smb, ({ filename }) => eveFile({ filename })),
    email: either(event.email, event.smtp, () => eveEmail(asRecord(event.email) ?? {}, asRecord(event.smtp) ?? {})),
    related: nonEmpty({ ip: forwarded.addresses, hash: list(tls?.server?.hash?.sha1) }),
    observer: nonEmpty({
      hostname: text(event.host),
      ingress: interfaceName === undefined ? undefined : { interface: { name: interfaceName } },
    }),
  };
  return { document, rest: nonEmpty({ ...eveRest(event), ...typedRest(event) }) };
}

/** What a part of an event, or of two, says; the second one's members count where both have them. */
function either<Part>(first: unknown, second: unknown, read: (members: JsonObject) => Part): Part | undefined {
  const [one, two] = [asRecord(first), asRecord(second)];
  if (one === undefined || two === undefined)
    return one === undefined && two === undefined ? undefined : read(one ?? two ?? {});
  return read({ ...one, ...two });
}

/** AWS's TLS inspection logs have no type. */
function impliedType(event: JsonObject): string {
  return event.sni !== undefined || "tls_error" in event || "revocation_check" in event ? "tls" : "event";
}

/** What became of the packets: dropped by a rule, or by a flow's or the engine's verdict. */
function isDenied(event: JsonObject): boolean | undefined {
  const action =
    text(asRecord(event.alert)?.action) ??
    text(asRecord(event.verdict)?.action) ??
    text(asRecord(event.flow)?.action) ??
    text(asRecord(event.revocation_check)?.action)?.toLowerCase();
  if (event.event_type === "drop" || action === "blocked" || action === "drop" || action === "reject") return true;
  return action === "allowed" || action === "pass" || action === "accept" ? false : undefined;
}

function typesOf(types: readonly string[], denied: boolean | undefined): string[] {
  if (denied === undefined) return [...types];
  return [...new Set([...types, denied ? "denied" : "allowed"])];
}

function outcome(
  event: JsonObject,
  denied: boolean | undefined,
  status: number | undefined,
  responseCode: string | undefined,
): string {
  if (denied !== undefined) return denied ? "failure" : "success";
  if (status !== undefined) return status < 400 ? "success" : "failure";
  if (responseCode !== undefined) return responseCode === "NOERROR" ? "success" : "failure";
  if ("tls_error" in event || text(asRecord(event.krb5)?.error_code) !== undefined) return "failure";
  const smb = text(asRecord(event.smb)?.status);
  return smb === undefined ? "unknown" : smb === "STATUS_SUCCESS" ? "success" : "failure";
}

function endpoint(
  address: unknown,
  port: unknown,
): { ip?: string; address?: string | undefined; port?: number | undefined } {
  const ip = ipAddress(address);
  return { ...(ip === undefined ? { address: text(address) } : { ip }), port: portNumber(port) };
}

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132 };

const noProtocol: ReadonlySet<string> = new Set(["failed", "unknown"]);

/** The types of a protocol's own events are its name. */
function protocolOf(type: string): string | undefined {
  return type === "http" || type === "smtp" || (lookup(classes, type) === undefined && type !== "event")
    ? type
    : undefined;
}

function network(event: JsonObject, type: string): NonNullable<EcsDocument["network"]> {
  const proto = text(event.proto)?.toLowerCase();
  const number = integer(proto);
  const transport = number === undefined ? proto : protocolName(number);
  const sourceIp = ipAddress(event.src_ip);
  const application = text(event.app_proto)?.toLowerCase();
  const [vlan, innerVlan] = asArray(event.vlan).map(text);
  return {
    transport,
    iana_number: number === undefined ? undefined : String(number),
    type: ipType(sourceIp),
    protocol: application === undefined ? protocolOf(type) : noProtocol.has(application) ? undefined : application,
    community_id:
      text(event.community_id) ??
      communityId({
        sourceIp,
        destinationIp: ipAddress(event.dest_ip),
        protocol: number ?? lookup(protocolNumbers, transport),
        sourcePort: portNumber(event.src_port),
        destinationPort: portNumber(event.dest_port),
      }),
    vlan: vlan === undefined ? undefined : { id: vlan },
    inner: innerVlan === undefined ? undefined : { vlan: { id: innerVlan } },
  };
}

/** Values of which a type or a credential wants more than being kept. */
function typedRest(event: JsonObject): Record<string, unknown> {
  const payload = text(event.payload_printable);
  const tcpFlags = text(asRecord(event.tcp)?.tcp_flags);
  return {
    flow_id: text(event.flow_id),
    icmp_code: integer(event.icmp_code),
    icmp_type: integer(event.icmp_type),
    payload_printable: payload === undefined ? undefined : withoutCredentials(payload),
    pcap_cnt: integer(event.pcap_cnt),
    tcp_flags:
      tcpFlags !== undefined && /^[0-9a-f]{1,2}$/i.test(tcpFlags)
        ? tcpFlagNames(Number.parseInt(tcpFlags, 16))
        : undefined,
    tx_id: integer(event.tx_id),
  };
}
