import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { otherMembers } from "../../functions/shared/other-members";
import { records } from "../../functions/shared/records";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import {
  asRecord,
  flag,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { baseName, hashOf, mac } from "./parts";
import type { StreamEvent } from "./record";

const mapped: ReadonlySet<string> = new Set([
  ...["ProcessStartTime", "ProcessEndTime", "ProcessId", "ParentProcessId", "ComputerName", "Hostname", "UserName"],
  ...["DetectName", "Name", "DetectDescription", "Description", "Severity", "SeverityName", "FileName", "FilePath"],
  ...["CommandLine", "SHA256String", "MD5String", "SHA1String", "MachineDomain", "LogonDomain", "FalconHostLink"],
  ...["SensorId", "AgentId", "DetectId", "CompositeId", "LocalIP", "LocalIPv6", "MACAddress", "Tactic", "Technique"],
  ...["Objective", "PatternDispositionDescription", "PatternId", "ParentImageFileName", "ParentCommandLine"],
  ...["ParentImageFilePath", "PlatformName", "UTCTimestamp", "ExternalApiType", "EventType", "CustomerIdString"],
]);
const mappedObjects: ReadonlySet<string> = new Set(["MitreAttack"]);

/** Flags of a prevention that say that it was done; `PolicyDisabled` says that it was not. */
const preventions = [
  "ProcessBlocked",
  "KillProcess",
  "OperationBlocked",
  "FsOperationBlocked",
  "RegistryOperationBlocked",
  "KillParent",
];

/** A detection on a host. */
export function mapDetection({ type, event, time, customerId, offset }: StreamEvent): {
  readonly document: EcsDocument;
  readonly id: string | undefined;
} {
  const id = text(event.CompositeId) ?? text(event.DetectId);
  const attacks = records(event.MitreAttack);
  const flags = asRecord(event.PatternDispositionFlags) ?? {};
  const prevented = flag(flags.PolicyDisabled) !== true && preventions.some((name) => flag(flags[name]) === true);
  const tactics = list(event.Tactic, ...attacks.map((attack) => attack.Tactic));
  const techniques = list(event.Technique, ...attacks.map((attack) => attack.Technique));
  const address = mac(event.MACAddress);
  const parentPath = text(event.ParentImageFilePath);
  return {
    // The same detection is sent again when it changes.
    id: idWith(generatedId(id), time, offset),
    document: {
      "@timestamp": time ?? isoTime(event.ProcessStartTime),
      message: text(event.Description) ?? text(event.DetectDescription),
      event: {
        kind: "alert",
        category: /malware|machine learning/i.test(text(event.Tactic) ?? "")
          ? ["intrusion_detection", "malware"]
          : ["intrusion_detection"],
        type: [prevented ? "denied" : "info"],
        action: type,
        id,
        severity: integer(event.Severity),
        reason: text(event.PatternDispositionDescription),
        url: text(event.FalconHostLink),
      },
      rule: nonEmpty({ name: text(event.Name) ?? text(event.DetectName), id: text(event.PatternId) }),
      threat: nonEmpty({
        framework: attacks.length > 0 ? "MITRE ATT&CK" : undefined,
        tactic: nonEmpty({ name: tactics, id: list(...attacks.map((attack) => attack.TacticID)) }),
        technique: nonEmpty({ name: techniques, id: list(...attacks.map((attack) => attack.TechniqueID)) }),
      }),
      host: nonEmpty({
        id: text(event.AgentId) ?? text(event.SensorId),
        name: text(event.Hostname) ?? text(event.ComputerName),
        domain: text(event.MachineDomain),
        ip: list(ipAddress(event.LocalIP), ipAddress(event.LocalIPv6)),
        mac: address === undefined ? undefined : [address],
        os: nonEmpty({ name: text(event.PlatformName) }),
      }),
      user: nonEmpty({ name: text(event.UserName), domain: text(event.LogonDomain) }),
      process: nonEmpty({
        entity_id: text(event.ProcessId),
        name: text(event.FileName),
        executable: executableOf(text(event.FilePath), text(event.FileName)),
        command_line: text(event.CommandLine),
        start: isoTime(event.ProcessStartTime),
        end: isoTime(event.ProcessEndTime),
        hash: hashOf(event.MD5String, event.SHA1String, event.SHA256String),
        parent: nonEmpty({
          entity_id: text(event.ParentProcessId),
          name: text(event.ParentImageFileName) ?? baseName(parentPath),
          executable: parentPath,
          command_line: text(event.ParentCommandLine),
        }),
      }),
      crowdstrike: fdr(event, { customerId, objective: text(event.Objective), severity: text(event.SeverityName) }),
    },
  };
}

/** `FilePath` is the folder in older events. */
function executableOf(path: string | undefined, name: string | undefined): string | undefined {
  if (path === undefined || name === undefined || path.endsWith(name)) return path ?? name;
  const separator = path.includes("\\") ? "\\" : "/";
  return path.endsWith(separator) ? `${path}${name}` : `${path}${separator}${name}`;
}

function fdr(event: JsonObject, told: { readonly [name: string]: string | undefined }) {
  return nonEmpty({
    fdr: nonEmpty({
      cid: told.customerId,
      severity: told.severity,
      objective: told.objective,
      details: flatObject(otherMembers(event, mapped, mappedObjects), { isSecret }),
    }),
  });
}
