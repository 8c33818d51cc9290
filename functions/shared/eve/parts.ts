import type { EcsDocument } from "../ecs";
import { lookup } from "../lookup";
import {
  asArray,
  asRecord,
  decimal,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  sum,
  text,
} from "../values";

/** Members of `flow` and `netflow` that ECS holds. */
export const flowMembers = [
  ...["pkts_toserver", "pkts_toclient", "bytes_toserver", "bytes_toclient", "pkts", "bytes", "start", "end", "age"],
];

/** How much went where and when. A flow has both directions, a netflow one. */
export interface EveTraffic {
  readonly source: { readonly bytes?: number | undefined; readonly packets?: number | undefined };
  readonly destination: { readonly bytes?: number | undefined; readonly packets?: number | undefined };
  readonly network: { readonly bytes?: number | undefined; readonly packets?: number | undefined };
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly duration: number | undefined;
}

/** @param isReply whether the event is about a packet of the flow's server. */
export function eveTraffic(flow: JsonObject, isReply: boolean): EveTraffic {
  const toServer = {
    bytes: integer(flow.bytes_toserver ?? flow.bytes),
    packets: integer(flow.pkts_toserver ?? flow.pkts),
  };
  const toClient = { bytes: integer(flow.bytes_toclient), packets: integer(flow.pkts_toclient) };
  const start = isoTime(flow.start);
  const end = isoTime(flow.end);
  const age = decimal(flow.age);
  const exact = start === undefined || end === undefined ? Number.NaN : Date.parse(end) - Date.parse(start);
  return {
    source: isReply ? toClient : toServer,
    destination: isReply ? toServer : toClient,
    network: { bytes: sum(toServer.bytes, toClient.bytes), packets: sum(toServer.packets, toClient.packets) },
    start,
    end,
    duration: exact >= 0 ? exact * 1e6 : age !== undefined && age >= 0 && age < 9e6 ? Math.round(age * 1e9) : undefined,
  };
}

/** An alert names the sender of the packet as its source, which may be the server of the flow. */
export function isReply(event: JsonObject): boolean {
  const flow = asRecord(event.flow);
  if (flow?.src_ip === undefined || flow.src_ip === flow.dest_ip) return event.direction === "to_client";
  return flow.src_ip === event.dest_ip;
}

/** Members of `alert` that ECS holds. */
export const alertMembers = ["action", "signature", "signature_id", "rev", "category", "severity"];

/** The rule that fired, with what its metadata says of ATT&CK, as the rules of Emerging Threats do. */
export function eveRule(alert: JsonObject): Pick<EcsDocument, "rule" | "threat" | "vulnerability"> {
  const metadata = asRecord(alert.metadata) ?? {};
  const tactic = nonEmpty({ id: list(metadata.mitre_tactic_id), name: words(metadata.mitre_tactic_name) });
  const technique = nonEmpty({ id: list(metadata.mitre_technique_id), name: words(metadata.mitre_technique_name) });
  const cves = list(metadata.cve)?.map((cve) => cve.replaceAll("_", "-"));
  return {
    rule: nonEmpty({
      id: text(alert.signature_id),
      name: text(alert.signature),
      version: text(alert.rev),
      category: text(alert.category),
    }),
    threat:
      tactic === undefined && technique === undefined ? undefined : { framework: "MITRE ATT&CK", tactic, technique },
    vulnerability: cves?.length === 1 ? { id: cves[0] } : undefined,
  };
}

/** Metadata has underscores for spaces. */
function words(value: unknown): string[] | undefined {
  return list(value)?.map((name) => name.replaceAll("_", " "));
}

/** Members of `fileinfo` that ECS holds. */
export const fileMembers = ["filename", "size", "md5", "sha1", "sha256", "mimetype"];

/** A file seen in transfer. Its name is a path where the protocol has paths. */
export function eveFile(file: JsonObject): EcsDocument["file"] {
  const path = text(file.filename);
  const name = path?.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return nonEmpty({
    name: text(name),
    path: name === path ? undefined : path,
    size: integer(file.size),
    mime_type: text(file.mimetype),
    hash: nonEmpty({ md5: text(file.md5), sha1: text(file.sha1), sha256: text(file.sha256) }),
  });
}

/** Members of `email` that ECS holds. */
export const emailMembers = ["from", "to", "cc", "bcc", "subject", "attachment", "message_id", "x_mailer"];

/** A message, and the addresses its envelope had. */
export function eveEmail(email: JsonObject, smtp: JsonObject): EcsDocument["email"] {
  const names = list(email.attachment);
  return nonEmpty({
    from: address(email.from),
    sender: nonEmpty({ address: mailbox(text(smtp.mail_from)) }),
    to: address(email.to) ?? address(smtp.rcpt_to),
    cc: address(email.cc),
    bcc: address(email.bcc),
    subject: text(email.subject),
    message_id: text(email.message_id),
    x_mailer: text(email.x_mailer),
    attachments: names?.map((name) => ({ file: { name } })),
  });
}

function address(value: unknown): { address: string[] } | undefined {
  const found = list(...(list(value) ?? []).map(mailbox));
  return found === undefined ? undefined : { address: found };
}

/** `Name <user@example.com>` without the name. */
function mailbox(value: string | undefined): string | undefined {
  const opening = value?.lastIndexOf("<") ?? -1;
  if (value === undefined || opening === -1) return value;
  const closing = value.indexOf(">", opening);
  return text(value.slice(opening + 1, closing === -1 ? undefined : closing));
}

/** Where a protocol's events name the user, and the user's domain. */
const userPaths: Readonly<Record<string, { readonly name: readonly string[]; readonly domain?: readonly string[] }>> = {
  krb5: { name: ["cname"], domain: ["realm"] },
  ldap: { name: ["request", "bind_request", "name"] },
  mqtt: { name: ["connect", "username"] },
  pgsql: { name: ["request", "startup_parameters", "user"] },
  smb: { name: ["ntlmssp", "user"], domain: ["ntlmssp", "domain"] },
  snmp: { name: ["usm"] },
};

export function eveUser(event: JsonObject): EcsDocument["user"] {
  for (const protocol of Object.keys(userPaths)) {
    const paths = lookup(userPaths, protocol);
    const details = asRecord(event[protocol]);
    if (paths === undefined || details === undefined) continue;
    return nonEmpty({
      name: text(at(details, paths.name)),
      domain: paths.domain === undefined ? undefined : text(at(details, paths.domain)),
    });
  }
  const ftp = asRecord(event.ftp);
  return text(ftp?.command)?.toUpperCase() === "USER" ? nonEmpty({ name: text(ftp?.command_data) }) : undefined;
}

function at(value: JsonObject, path: readonly string[]): unknown {
  let found: unknown = value;
  for (const name of path) found = asRecord(found)?.[name];
  return found;
}

/** The client of a lease. */
export function eveDhcp(dhcp: JsonObject): EcsDocument["client"] {
  const ip = [dhcp.assigned_ip, dhcp.client_ip]
    .map(ipAddress)
    .find((found) => found !== undefined && found !== "0.0.0.0");
  return nonEmpty({ ip, mac: eveMac(dhcp.client_mac), domain: text(dhcp.hostname) });
}

/** ECS writes MAC addresses in upper case with hyphens. */
export function eveMac(value: unknown): string | undefined {
  const first = text(asArray(value)[0] ?? value);
  return first !== undefined && /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(first)
    ? first.replaceAll(":", "-").toUpperCase()
    : undefined;
}
