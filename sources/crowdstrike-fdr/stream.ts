import { verbType } from "../../functions/shared/classification";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { otherMembers } from "../../functions/shared/other-members";
import { records } from "../../functions/shared/records";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import { flag, integer, ipAddress, isoTime, type JsonObject, nonEmpty, text } from "../../functions/shared/values";
import { connectionOf } from "./parts";
import type { StreamEvent } from "./record";

const mapped: ReadonlySet<string> = new Set([
  ...["OperationName", "Success", "UserId", "UserName", "UserIp", "UTCTimestamp", "Message", "Description", "Severity"],
  ...["Hostname", "HostName", "HostnameField", "ComputerName", "AgentId", "SensorId", "AgentIdString", "ServiceName"],
  ...["LocalAddress", "LocalPort", "RemoteAddress", "RemotePort", "Protocol", "ConnectionDirection", "ImageFileName"],
  ...["CommandLine", "PID", "StartTimestamp", "EndTimestamp", "FalconHostLink", "RuleName", "RuleId", "Name"],
  ...[
    "SeverityName",
    "Category",
    "DetectName",
    "EventType",
    "ExternalApiType",
    "CustomerIdString",
    "Nonce",
    "CompositeId",
  ],
]);
const mappedObjects: ReadonlySet<string> = new Set(["AuditKeyValues"]);

/** By the type of the event; alerts are findings of Falcon's other products. */
const kinds: readonly (readonly [type: RegExp, category: readonly string[], kind: "alert" | "event"])[] = [
  [/Detection|Incident|IOA|IoA|Ioa|Ioc|Lead|Recon|OverWatch|HashSpreading/, ["intrusion_detection"], "alert"],
  [/^FirewallMatch/, ["network"], "event"],
  [/^AuthActivity/, ["authentication"], "event"],
  [/^RemoteResponseSession/, ["session"], "event"],
];

/** Another event of the stream: audits, remote sessions, matches of the firewall, findings of other products. */
export function mapStreamEvent({ type, event, time, customerId, offset }: StreamEvent): {
  readonly document: EcsDocument;
  readonly id: string | undefined;
} {
  const [, category, kind] = kinds.find(([pattern]) => pattern.test(type)) ?? [
    undefined,
    ["configuration"],
    "event" as const,
  ];
  const success = flag(event.Success);
  const userIp = ipAddress(event.UserIp);
  const start = isoTime(event.StartTimestamp);
  const end = isoTime(event.EndTimestamp);
  const connection = connectionOf({
    local: text(event.LocalAddress),
    localPort: event.LocalPort,
    remote: text(event.RemoteAddress),
    remotePort: event.RemotePort,
    protocol: integer(event.Protocol),
    direction: integer(event.ConnectionDirection),
  });
  return {
    id: offset === undefined ? undefined : idWith(generatedId(customerId), type, time, offset),
    document: {
      "@timestamp": isoTime(event.UTCTimestamp) ?? time ?? start,
      message: text(event.Message) ?? text(event.Description),
      event: {
        kind,
        category,
        type: [typeOf(category[0], type, text(event.OperationName))],
        action: text(event.OperationName) ?? type,
        id: text(event.CompositeId),
        severity: integer(event.Severity),
        outcome: kind === "alert" ? undefined : success === undefined ? "unknown" : success ? "success" : "failure",
        start,
        end,
        url: text(event.FalconHostLink),
      },
      rule: nonEmpty({
        name: text(event.RuleName) ?? text(event.Name) ?? text(event.DetectName),
        id: text(event.RuleId),
        category: text(event.Category),
      }),
      user: userOf(event),
      host: nonEmpty({
        id: text(event.AgentId) ?? text(event.SensorId) ?? text(event.AgentIdString),
        name: text(event.Hostname) ?? text(event.HostName) ?? text(event.HostnameField) ?? text(event.ComputerName),
      }),
      process: nonEmpty({
        executable: text(event.ImageFileName),
        command_line: text(event.CommandLine),
        pid: integer(event.PID),
      }),
      ...(userIp === undefined ? connection : { source: { ip: userIp } }),
      crowdstrike: nonEmpty({
        fdr: nonEmpty({
          cid: customerId,
          event_type: type,
          service: text(event.ServiceName),
          severity: text(event.SeverityName),
          audit: audit(event.AuditKeyValues),
          details: flatObject(otherMembers(event, mapped, mappedObjects), { isSecret }),
        }),
      }),
    },
  };
}

function typeOf(category: string | undefined, type: string, operation: string | undefined): string {
  if (category === "intrusion_detection") return "info";
  if (category === "network") return "connection";
  if (category === "session") return type.includes("End") ? "end" : "start";
  return category === "authentication" ? "info" : verbType(operation);
}

function userOf(event: JsonObject) {
  const name = text(event.UserName) ?? text(event.UserId);
  return nonEmpty({ name, email: name?.includes("@") === true ? name : undefined });
}

/** `[{Key: "target_name", ValueString: "..."}]` as an object. */
function audit(value: unknown): object | undefined {
  const pairs = records(value).map((pair): [string, unknown] => [text(pair.Key) ?? "_", pair.ValueString]);
  return flatObject(Object.fromEntries(pairs), { isSecret });
}
