import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { dnsName } from "../../functions/shared/network/dns-name";
import { dnsRecordType } from "../../functions/shared/network/dns-record-types";
import { otherMembers } from "../../functions/shared/other-members";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import { integer, ipAddress, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { classes } from "./classes";
import { baseName, connectionOf, hashOf, hostOf, separatedTexts } from "./parts";

const mapped: ReadonlySet<string> = new Set([
  ...["event_simpleName", "name", "id", "aid", "cid", "aip", "timestamp", "ContextTimeStamp", "event_platform"],
  ...["ComputerName", "CommandLine", "ImageFileName", "TargetProcessId", "RawProcessId", "ParentProcessId", "Version"],
  ...["ParentBaseFileName", "ParentImageFileName", "ContextProcessId", "ContextBaseFileName", "ContextImageFileName"],
  ...[
    "MD5HashData",
    "SHA1HashData",
    "SHA256HashData",
    "ProcessStartTime",
    "ProcessEndTime",
    "UserSid",
    "UserName",
    "UID",
  ],
  ...[
    "GID",
    "UserPrincipal",
    "LogonDomain",
    "TargetFileName",
    "Size",
    "LocalAddressIP4",
    "LocalAddressIP6",
    "LocalPort",
  ],
  ...["RemoteAddressIP4", "RemoteAddressIP6", "RemotePort", "Protocol", "ConnectionDirection", "DomainName"],
  ...["RequestType", "IP4Records", "IP6Records", "CNAMERecords", "RegObjectName", "RegValueName", "RegStringValue"],
  ...["ExitCode", "LogonType", "ConfigBuild", "UserSid_readable"],
]);

/** An event of a sensor; all of its values are texts. */
export function mapTelemetry(event: JsonObject): { readonly document: EcsDocument; readonly id: string | undefined } {
  const name = text(event.event_simpleName) ?? "";
  const [, category, type] = classes.find(([pattern]) => pattern.test(name)) ?? [undefined, ["host"], ["info"]];
  const isFile = category.includes("file");
  const isModule = category.includes("library") || category.includes("driver");
  const hash = hashOf(event.MD5HashData, event.SHA1HashData, event.SHA256HashData);
  const connection = connectionOf({
    local: text(event.LocalAddressIP4) ?? text(event.LocalAddressIP6),
    localPort: event.LocalPort,
    remote: text(event.RemoteAddressIP4) ?? text(event.RemoteAddressIP6),
    remotePort: event.RemotePort,
    protocol: integer(event.Protocol),
    direction: integer(event.ConnectionDirection),
  });
  const isLogon = category.includes("authentication");
  const remoteIp = ipAddress(event.RemoteAddressIP4) ?? ipAddress(event.RemoteAddressIP6);
  const external = ipAddress(event.aip);
  return {
    id: idOf(event, name),
    document: {
      "@timestamp": isoTime(event.ContextTimeStamp) ?? isoTime(event.timestamp),
      event: {
        kind: "event",
        category,
        type,
        action: text(name) ?? text(event.name) ?? "telemetry",
        id: text(event.id),
        created: isoTime(event.timestamp),
        outcome: name.includes("Failed") || name.includes("Blocked") ? "failure" : isLogon ? "success" : "unknown",
      },
      host: hostOf(event),
      user: category.includes("iam") ? nonEmpty({ target: userOf(event) }) : userOf(event),
      group: nonEmpty({ id: text(event.GID) }),
      process: processOf(event, hash, !isFile && !isModule),
      file: isFile ? fileOf(event, text(event.TargetFileName), hash) : undefined,
      dll: isModule ? fileOf(event, text(event.ImageFileName) ?? text(event.TargetFileName), hash) : undefined,
      // From where somebody signed in; the host is the event's own.
      ...(isLogon ? { source: nonEmpty({ ip: remoteIp }) } : connection),
      dns: dnsOf(event),
      registry: nonEmpty({
        key: text(event.RegObjectName),
        value: text(event.RegValueName),
        data: nonEmpty({ strings: list(event.RegStringValue) }),
      }),
      related: nonEmpty({ ip: list(external), hash: list(hash?.sha256, hash?.sha1, hash?.md5) }),
      crowdstrike: nonEmpty({
        fdr: nonEmpty({
          cid: text(event.cid),
          name: text(event.name),
          sensor_version: text(event.ConfigBuild),
          external_ip: external,
          logon_type: text(event.LogonType),
          details: flatObject(otherMembers(event, mapped), { isSecret }),
        }),
      }),
    },
  };
}

/** `id` with all else that tells events of one sensor apart. */
function idOf(event: JsonObject, name: string): string | undefined {
  return idWith(generatedId(event.id), text(event.aid), name, text(event.timestamp));
}

function userOf(event: JsonObject) {
  return nonEmpty({
    id: text(event.UserSid_readable) ?? text(event.UserSid) ?? text(event.UID),
    name: text(event.UserName),
    domain: text(event.LogonDomain),
    email: text(event.UserPrincipal),
  });
}

/** The process that an event is about, or in which it happened; `ImageFileName` may be of a module that it loaded. */
function processOf(event: JsonObject, hash: object | undefined, isAboutProcess: boolean) {
  const isOwn = "TargetProcessId" in event;
  const image = text(event.ContextImageFileName) ?? (isAboutProcess ? text(event.ImageFileName) : undefined);
  const parentImage = text(event.ParentImageFileName);
  return nonEmpty({
    entity_id: text(event.TargetProcessId) ?? text(event.ContextProcessId),
    pid: integer(event.RawProcessId),
    name: isOwn ? baseName(image) : (text(event.ContextBaseFileName) ?? baseName(image)),
    executable: image,
    command_line: text(event.CommandLine),
    start: isoTime(event.ProcessStartTime),
    end: isoTime(event.ProcessEndTime),
    exit_code: integer(event.ExitCode),
    hash: isOwn && isAboutProcess ? hash : undefined,
    parent: nonEmpty({
      entity_id: text(event.ParentProcessId),
      name: text(event.ParentBaseFileName) ?? baseName(parentImage),
      executable: parentImage,
    }),
  });
}

function fileOf(event: JsonObject, path: string | undefined, hash: object | undefined) {
  return nonEmpty({ path, name: baseName(path), hash, size: "Size" in event ? integer(event.Size) : undefined });
}

function dnsOf(event: JsonObject) {
  const name = dnsName(text(event.DomainName));
  if (name === undefined) return undefined;
  const addresses = [...(separatedTexts(event.IP4Records) ?? []), ...(separatedTexts(event.IP6Records) ?? [])];
  const answers = [...(separatedTexts(event.CNAMERecords) ?? []), ...addresses].map((data) => ({ data }));
  return {
    type: answers.length > 0 ? "answer" : "query",
    question: { name, type: dnsRecordType(text(event.RequestType)) },
    answers: answers.length > 0 ? answers : undefined,
    resolved_ip: list(addresses.map(ipAddress)),
  };
}
