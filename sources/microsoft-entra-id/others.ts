import { verbType } from "../../functions/shared/classification";
import { parseUrl } from "../../functions/shared/network/request-line";
import { urlWithoutSecrets } from "../../functions/shared/secrets/url-secrets";
import { generatedId, guid, idWith } from "../../functions/shared/unique-id";
import { asRecord, integer, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import { rest, riskOf, riskSeverity, sourceOf, told, userOf } from "./parts";
import { type EntraRecord, objectOf } from "./record";

const mappedRisk: ReadonlySet<string> = new Set([
  ...["id", "requestId", "correlationId", "riskType", "riskEventType", "riskState", "riskLevel", "riskDetail"],
  ...["source", "detectionTimingType", "activity", "ipAddress", "activityDateTime", "detectedDateTime", "tenantId"],
  ...["lastUpdatedDateTime", "userId", "userDisplayName", "userPrincipalName", "location", "servicePrincipalId"],
  ...["servicePrincipalDisplayName", "appId", "riskLastUpdatedDateTime", "displayName"],
]);

/** @see https://learn.microsoft.com/en-us/graph/api/resources/riskdetection */
export function mapRiskDetection({ entity, envelope }: EntraRecord) {
  const type = text(entity.riskEventType) ?? text(entity.riskType);
  const level = text(entity.riskLevel);
  const id = text(entity.id);
  return {
    // A detection is written again when its state changes.
    id: idWith(generatedId(id), text(entity.lastUpdatedDateTime)),
    time: entity.activityDateTime ?? entity.detectedDateTime,
    document: {
      event: {
        kind: "alert" as const,
        category: ["intrusion_detection"],
        type: ["info"],
        action: text(envelope.operationName) ?? type,
        id,
        severity: riskSeverity(level),
        provider: text(entity.source),
        created: isoTime(entity.detectedDateTime),
      },
      rule: nonEmpty({ name: type, ruleset: type === undefined ? undefined : "Entra ID Protection" }),
      source: sourceOf(entity.ipAddress, entity.location),
      user: nonEmpty({
        ...(userOf(entity.userId, entity.userPrincipalName, entity.userDisplayName) ??
          userOf(entity.servicePrincipalId, undefined, entity.servicePrincipalDisplayName)),
        risk: riskOf(entity.riskLevel),
      }),
    },
    fields: {
      app: nonEmpty({ id: text(entity.appId) }),
      original_request_id: text(entity.requestId),
      activity_category: text(entity.activity),
      risk: nonEmpty({
        event_types: list(type),
        state: told(entity.riskState),
        detail: told(entity.riskDetail),
        detection_timing: text(entity.detectionTimingType),
        last_updated: isoTime(entity.lastUpdatedDateTime),
      }),
      properties: rest(entity, mappedRisk),
    },
  };
}

/** What Entra now thinks of a user or a service principal. */
export function mapRiskyIdentity({ entity, envelope }: EntraRecord) {
  const id = text(entity.id);
  const updated = text(entity.riskLastUpdatedDateTime);
  return {
    id: updated === undefined ? undefined : idWith(guid(id), updated),
    time: entity.riskLastUpdatedDateTime,
    document: {
      event: {
        kind: "state" as const,
        category: ["iam"],
        type: ["user", "info"],
        action: text(envelope.operationName),
        severity: riskSeverity(text(entity.riskLevel)),
      },
      user: nonEmpty({
        ...(userOf(id, entity.userPrincipalName, entity.userDisplayName) ?? userOf(id, undefined, entity.displayName)),
        risk: riskOf(entity.riskLevel),
      }),
    },
    fields: {
      app: nonEmpty({ id: text(entity.appId) }),
      risk: nonEmpty({ state: told(entity.riskState), detail: told(entity.riskDetail) }),
      properties: rest(entity, mappedRisk),
    },
  };
}

const mappedProvisioning: ReadonlySet<string> = new Set([
  ...["id", "activityDateTime", "provisioningAction", "action", "durationInMilliseconds", "initiatedBy", "tenantId"],
  ...["provisioningStatusInfo", "statusInfo", "targetIdentity", "jobId", "cycleId", "changeId"],
]);

/** @see https://learn.microsoft.com/en-us/graph/api/resources/provisioningobjectsummary */
export function mapProvisioning({ entity, envelope }: EntraRecord) {
  const status = objectOf(entity.provisioningStatusInfo) ?? objectOf(entity.statusInfo) ?? {};
  const state = (text(status.status) ?? text(envelope.resultType) ?? "").toLowerCase();
  const error = asRecord(status.errorInformation) ?? {};
  const initiator = objectOf(entity.initiatedBy) ?? {};
  const target = objectOf(entity.targetIdentity) ?? {};
  const isGroup = /group/i.test(text(target.identityType) ?? "");
  const action = text(entity.provisioningAction) ?? text(entity.action) ?? text(envelope.operationName);
  const duration = integer(entity.durationInMilliseconds) ?? integer(envelope.durationMs);
  const type = verbType(action);
  const outcome = state === "success" ? "success" : state === "failure" ? "failure" : "unknown";
  return {
    id: generatedId(entity.id),
    time: entity.activityDateTime,
    document: {
      event: {
        kind: "event" as const,
        category: ["iam"],
        type: [isGroup ? "group" : "user", type === "access" ? "info" : type],
        action,
        id: text(entity.id),
        outcome: outcome,
        reason: text(error.reason) ?? text(envelope.resultDescription),
        code: text(error.errorCode),
        duration: duration === undefined || duration <= 0 ? undefined : duration * 1_000_000,
      },
      user: nonEmpty({
        ...userOf(initiator.id, undefined, text(initiator.displayName) ?? text(initiator.name)),
        target: isGroup ? undefined : userOf(target.id, undefined, target.displayName),
      }),
      group: isGroup ? nonEmpty({ id: text(target.id), name: text(target.displayName) }) : undefined,
    },
    fields: {
      provisioning: nonEmpty({
        status: text(status.status),
        job_id: text(entity.jobId),
        cycle_id: text(entity.cycleId),
        change_id: text(entity.changeId),
      }),
      properties: rest(entity, mappedProvisioning),
    },
  };
}

const mappedGraph: ReadonlySet<string> = new Set([
  ...["requestId", "requestMethod", "requestUri", "responseStatusCode", "responseSizeBytes", "ipAddress", "userAgent"],
  ...["userId", "UserPrincipalObjectID", "servicePrincipalId", "appId", "durationMs", "timeGenerated", "tenantId"],
  ...["scopes", "roles", "signInActivityId", "tokenIssuedAt"],
]);

/** A request to Microsoft Graph. @see https://learn.microsoft.com/en-us/graph/microsoft-graph-activity-logs-overview */
export function mapGraphActivity({ entity, envelope }: EntraRecord) {
  const status = integer(entity.responseStatusCode) ?? integer(envelope.resultSignature);
  const url = urlWithoutSecrets(text(entity.requestUri));
  const bytes = integer(entity.responseSizeBytes);
  const agent = text(entity.userAgent);
  const duration = integer(entity.durationMs) ?? integer(envelope.durationMs);
  return {
    id: guid(entity.requestId),
    time: entity.timeGenerated,
    document: {
      event: {
        kind: "event" as const,
        category: ["api"],
        type: ["access"],
        action: text(entity.requestMethod) ?? text(envelope.operationName),
        id: text(entity.requestId),
        outcome:
          status === undefined ? ("unknown" as const) : status < 400 ? ("success" as const) : ("failure" as const),
        duration: duration === undefined ? undefined : duration * 1_000_000,
      },
      http: nonEmpty({
        request: nonEmpty({ id: text(entity.requestId), method: text(entity.requestMethod) }),
        response: nonEmpty({ status_code: status, bytes }),
      }),
      url: url === undefined ? undefined : parseUrl(url),
      source: sourceOf(entity.ipAddress ?? envelope.callerIpAddress),
      user: userOf(
        text(entity.userId) ?? text(entity.UserPrincipalObjectID) ?? entity.servicePrincipalId,
        undefined,
        undefined,
      ),
      user_agent: agent === undefined ? undefined : { original: agent },
    },
    fields: {
      app: nonEmpty({ id: text(entity.appId) }),
      service_principal: nonEmpty({ id: text(entity.servicePrincipalId) }),
      scopes: list(text(entity.scopes)?.split(" "), text(entity.roles)?.split(" ")),
      unique_token_identifier: text(entity.signInActivityId),
      properties: rest(entity, mappedGraph),
    },
  };
}

/** A category that is not known yet. */
export function mapOther({ entity, envelope }: EntraRecord) {
  return {
    id: undefined,
    time: envelope.time,
    document: {
      event: {
        kind: "event" as const,
        category: ["network"],
        type: ["info"],
        action: text(envelope.operationName) ?? text(envelope.category),
        outcome: "unknown" as const,
        reason: text(envelope.resultDescription),
      },
      source: sourceOf(envelope.callerIpAddress),
    },
    fields: { properties: rest(entity, new Set()) },
  };
}
