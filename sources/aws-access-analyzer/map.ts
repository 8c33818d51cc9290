import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { records } from "../../functions/shared/records";
import { lastPart } from "../../functions/shared/text/last-part";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import { asRecord, flag, integer, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

/** Where a finding does not say its type: what its event says. */
const typeOfDetailType: Readonly<Record<string, string>> = {
  "Access Analyzer Finding": "ExternalAccess",
  "Internal Access Finding": "InternalAccess",
};

/** Access from outside or within the organisation, or access that nobody uses. */
export function mapFinding(finding: JsonObject, envelope: RecordEnvelope | undefined): EcsDocument {
  // GetFindingV2 has a list, of one item for all but unused permissions.
  const details = records(finding.findingDetails).flatMap((item) =>
    Object.values(item).map((one) => asRecord(one) ?? {}),
  );
  const [first = {}] = details;
  const access: JsonObject = { ...first, ...finding };
  const status = text(finding.status);
  const isDeleted = flag(finding.isDeleted);
  const resource = text(finding.resource);
  const resourceType = text(finding.resourceType);
  const principal = Object.entries(asRecord(access.principal) ?? {});
  const type =
    text(finding.findingType) ??
    lookup(typeOfDetailType, envelope?.detailType) ??
    (principal.length > 0 ? "ExternalAccess" : undefined);
  const error = text(finding.error);
  return {
    "@timestamp": isoTime(finding.updatedAt) ?? isoTime(finding.analyzedAt),
    event: {
      // What is archived, resolved or deleted asks nobody to act.
      kind: status === "ACTIVE" && isDeleted !== true ? "alert" : "state",
      category: ["iam"],
      type: ["info"],
      id: idOf(finding),
      created: isoTime(finding.createdAt),
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: text(finding.accountId) ?? text(finding.resourceOwnerAccount) }),
      region: text(finding.region),
      service: { name: "access-analyzer" },
    }),
    error: nonEmpty({ code: error }),
    rule: nonEmpty({ name: type, ruleset: envelope?.resources?.[0] }),
    user: resourceType?.startsWith("AWS::IAM::") === true ? nonEmpty({ name: lastPart(resource) }) : undefined,
    related: nonEmpty({ user: list(principal.map(([, value]) => principalName(value))) }),
    aws: nonEmpty({
      access_analyzer: nonEmpty({
        status,
        previous_status: text(finding.previousStatus),
        deleted: isDeleted,
        analyzed: isoTime(finding.analyzedAt),
        resource,
        resource_type: resourceType,
        resource_owner_account: text(finding.resourceOwnerAccount),
        public: flag(access.isPublic),
        action: list(access.action),
        access_type: text(access.accessType),
        principal: nonEmpty({
          type: list(
            principal.map(([kind]) => kind),
            access.principalType,
          ),
          value: list(principal.flatMap(([, value]) => [value].flat())),
          owner_account: text(access.principalOwnerAccount),
        }),
        source_type: list(records(access.sources).map((source) => source.type)),
        access_point_arn: list(records(access.sources).map((source) => asRecord(source.detail)?.accessPointArn)),
        resource_control_policy:
          text(access.resourceControlPolicyRestriction) ?? text(access.resourceControlPolicyRestrictionType),
        service_control_policy:
          text(access.serviceControlPolicyRestriction) ?? text(access.serviceControlPolicyRestrictionType),
        unused: nonEmpty({
          access_key_id: text(first.accessKeyId),
          last_accessed: isoTime(first.lastAccessed) ?? isoTime(finding.lastAccessed),
          service: list(details.map((one) => one.serviceNamespace)),
          action: list(details.flatMap((one) => records(one.actions).map((unused) => unused.action))),
          service_count: integer(finding.numberOfUnusedServices),
          action_count: integer(finding.numberOfUnusedActions),
        }),
        condition: flatObject(access.condition),
      }),
    }),
  };
}

/** An access preview, which tells what a policy would allow before it is set. */
export function mapPreview(preview: JsonObject, envelope: RecordEnvelope | undefined): EcsDocument {
  const status = text(preview.status);
  return {
    "@timestamp": envelope?.time ?? isoTime(preview.createdAt),
    event: {
      kind: "event",
      category: ["iam"],
      type: ["info"],
      action: status,
      outcome: status === "COMPLETED" ? "success" : status === "FAILED" ? "failure" : "unknown",
      id: text(preview.accessPreviewId),
      created: isoTime(preview.createdAt),
      reason: text(asRecord(preview.statusReason)?.code),
    },
    cloud: nonEmpty({ region: text(preview.region), service: { name: "access-analyzer" } }),
    rule: nonEmpty({ ruleset: envelope?.resources?.[0] }),
    aws: nonEmpty({
      access_analyzer: nonEmpty({
        previous_status: text(preview.previousStatus),
        resource: list(preview.configuredResources),
      }),
    }),
  };
}

/** Events of unused access call it `findingId`. */
export function idOf(finding: JsonObject): string | undefined {
  return text(finding.id) ?? text(finding.findingId);
}

/** The id of one update of a finding; its deletion leaves the rest as it is. */
export function updateId(finding: JsonObject): string | undefined {
  const updatedAt = isoTime(finding.updatedAt);
  if (updatedAt === undefined) return undefined;
  const deleted = flag(finding.isDeleted) === true ? "deleted" : undefined;
  return idWith(generatedId(idOf(finding)), updatedAt, text(finding.status), deleted);
}

/** The name in the ARN of a user or a role; accounts and `*` are no users. */
function principalName(value: unknown): string | undefined {
  const arn = text(value);
  return arn?.includes(":user/") === true || arn?.includes(":role/") === true ? lastPart(arn) : undefined;
}
