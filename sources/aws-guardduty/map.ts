import type { EcsDocument } from "../../functions/shared/ecs";
import { attackSequence } from "../../functions/shared/findings/attack-sequence";
import { type FindingAction, findingAction } from "../../functions/shared/findings/finding-action";
import { flatObject } from "../../functions/shared/flat-object";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import {
  asArray,
  asRecord,
  decimal,
  flag,
  integer,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { affectedResource, runtimeProcess } from "./resource";
import { threat, threatPurpose } from "./threat";

/** Lower bounds of the labels. @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const severityLabels = [
  [9, "critical"],
  [7, "high"],
  [4, "medium"],
  [1, "low"],
] as const;

/** A finding, as it is exported to S3 or sent through EventBridge. */
export function mapFinding(finding: JsonObject): EcsDocument {
  const service = asRecord(finding.service) ?? {};
  const resource = asRecord(finding.resource) ?? {};
  const type = text(finding.type);
  const purpose = threatPurpose(type);
  const severity = decimal(finding.severity);
  const action = findingAction(service.action);
  const affected = affectedResource(resource);
  const sequence = attackSequence(service.detection);
  const firstSeen = isoTime(service.eventFirstSeen);
  const lastSeen = isoTime(service.eventLastSeen);
  const createdAt = isoTime(finding.createdAt);
  const additional = additionalInfo(service.additionalInfo);
  const intelligence = asArray(asRecord(service.evidence)?.threatIntelligenceDetails).map(
    (item) => asRecord(item) ?? {},
  );
  return {
    // A finding is sent again with a higher count when it recurs: each update is an event of its own.
    "@timestamp": isoTime(finding.updatedAt) ?? lastSeen ?? createdAt,
    message: text(finding.title),
    event: {
      kind: "alert",
      category: categories(type, action),
      type: [action.blocked === true ? "denied" : "info"],
      action: text(asRecord(service.action)?.actionType),
      id: text(finding.id),
      reason: text(finding.description),
      severity: severity === undefined ? undefined : Math.floor(severity),
      created: createdAt,
      start: firstSeen,
      end: lastSeen,
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: text(finding.accountId) }),
      region: text(finding.region),
      service: { name: "guardduty" },
      availability_zone: affected.availabilityZone,
      instance: nonEmpty({ id: affected.instanceId }),
      machine: nonEmpty({ type: affected.instanceType }),
    }),
    rule: { name: type, ruleset: "GuardDuty", category: purpose },
    threat: threat(purpose, sequence?.tactics, sequence?.techniques),
    user: affected.user,
    source: action.source ?? only(sequence?.addresses, "ip"),
    destination: action.destination,
    network: action.network,
    dns: action.dns,
    error: nonEmpty({ code: action.errorCode }),
    user_agent: action.userAgent === undefined ? undefined : { original: action.userAgent },
    process: runtimeProcess(service.runtimeDetails),
    container: affected.container,
    orchestrator: affected.orchestrator,
    related: nonEmpty({
      ip: list(affected.addresses, sequence?.addresses, action.furtherAddresses),
      user: sequence?.users,
      hosts: list(affected.instanceId),
    }),
    aws: {
      guardduty: {
        id: text(finding.id),
        arn: text(finding.arn),
        type,
        schema_version: text(finding.schemaVersion),
        severity,
        severity_label: severityLabels.find(([bound]) => severity !== undefined && severity >= bound)?.[1],
        count: integer(service.count),
        first_seen: firstSeen,
        last_seen: lastSeen,
        archived: flag(service.archived),
        detector_id: text(service.detectorId),
        feature_name: text(service.featureName),
        resource_role: text(service.resourceRole),
        resource_type: text(resource.resourceType),
        sample: flag(additional?.sample),
        threat_list_name: list(
          intelligence.map((item) => item.threatListName),
          additional?.threatListName,
        ),
        threat_name: list(intelligence.flatMap((item) => [item.threatNames].flat())),
        action: action.fields,
        resource: affected.fields,
        sequence: sequence?.fields,
        resource_details: flatObject(resource),
        action_details: flatObject(service.action),
        additional_info: flatObject(additional),
        evidence: flatObject(service.evidence),
        detection: flatObject(service.detection),
        runtime_details: flatObject(service.runtimeDetails),
        malware_scan: flatObject(service.malwareScanDetails ?? service.ebsVolumeScanDetails),
      },
    },
  };
}

/** The id of one update of a finding: GuardDuty keeps `id` and raises `updatedAt` and `service.count`. */
export function updateId(finding: JsonObject): string | undefined {
  const updatedAt = isoTime(finding.updatedAt);
  const count = integer(asRecord(finding.service)?.count) ?? 0;
  return updatedAt === undefined ? undefined : idWith(generatedId(finding.id), updatedAt, count);
}

function categories(type: string | undefined, action: FindingAction): readonly string[] {
  if (action.network !== undefined) return ["intrusion_detection", "network"];
  // `Execution:EC2/MaliciousFile`, `Object:S3/MaliciousFile`: findings of Malware Protection's scans.
  if (/\/(?:Malicious|Suspicious)File/.test(type ?? "")) return ["intrusion_detection", "malware"];
  return ["intrusion_detection"];
}

/** Newer findings carry it as JSON text: `{"type": "default", "value": "{...}"}`. */
function additionalInfo(value: unknown): JsonObject | undefined {
  const info = asRecord(value);
  const json = info?.value;
  if (typeof json !== "string" || !json.startsWith("{")) return info;
  try {
    return asRecord(JSON.parse(json)) ?? info;
  } catch {
    // Not JSON after all: kept as the text that it is.
    return info;
  }
}

function only(values: readonly string[] | undefined, name: string): object | undefined {
  return values?.length === 1 ? { [name]: values[0] } : undefined;
}
