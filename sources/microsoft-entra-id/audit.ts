import { type ClassificationRule, classify } from "../../functions/shared/classification";
import { flatObject } from "../../functions/shared/flat-object";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { generatedId } from "../../functions/shared/unique-id";
import { asRecord, integer, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { rest, sourceOf, userOf } from "./parts";
import { type EntraRecord, objectOf, objectsOf } from "./record";

/** By the category of the activity. @see https://learn.microsoft.com/en-us/entra/identity/monitoring-health/reference-audit-activities */
export const rules: readonly ClassificationRule[] = [
  { action: /^UserManagement\b/, category: ["iam"], about: "user", whole: /\.(?:Add|(?:Hard )?Delete) user$/i },
  { action: /^GroupManagement\b/, category: ["iam"], about: "group", whole: /\.(?:Add|(?:Hard )?Delete) group$/i },
  { action: /^RoleManagement\b.*\bmember\b/, category: ["iam"], type: ["user", "change"] },
  {
    action:
      /^(?:RoleManagement|AdministrativeUnit|EntitlementManagement|AccessReviews|DirectoryManagement|Authentication|Agreement|PermissionGrantPolicy|AuthorizationPolicy)\b/,
    category: ["iam"],
  },
];

const outcomes: Readonly<Record<string, "success" | "failure">> = { success: "success", failure: "failure" };

const mapped: ReadonlySet<string> = new Set([
  ...["id", "category", "correlationId", "result", "resultReason", "activityDisplayName", "activityDateTime"],
  ...[
    "loggedByService",
    "operationType",
    "initiatedBy",
    "targetResources",
    "additionalDetails",
    "userAgent",
    "tenantId",
  ],
]);

/** @see https://learn.microsoft.com/en-us/graph/api/resources/directoryaudit */
export function mapAudit({ entity, envelope }: EntraRecord) {
  const initiator = objectOf(entity.initiatedBy) ?? {};
  const person = asRecord(initiator.user) ?? {};
  const app = asRecord(initiator.app) ?? {};
  const targets = objectsOf(entity.targetResources);
  const action = text(entity.activityDisplayName) ?? text(envelope.operationName);
  const category = text(entity.category);
  const result = (text(entity.result) ?? text(envelope.resultType) ?? "").toLowerCase();
  const details = keyed(objectsOf(entity.additionalDetails));
  const duration = integer(envelope.durationMs);
  const agent = text(entity.userAgent) ?? text(details["User-Agent"]);
  const targetUser = ofType(targets, "User");
  const targetGroup = ofType(targets, "Group");
  return {
    id: generatedId(entity.id),
    time: entity.activityDateTime,
    document: {
      event: {
        kind: "event" as const,
        ...classify(`${category ?? ""}.${action ?? ""}`, rules),
        action,
        id: text(entity.id),
        provider: text(entity.loggedByService),
        outcome: Object.hasOwn(outcomes, result) ? outcomes[result] : ("unknown" as const),
        reason: text(entity.resultReason) ?? text(envelope.resultDescription),
        duration: duration === undefined || duration <= 0 ? undefined : duration * 1_000_000,
      },
      source: sourceOf(text(person.ipAddress) ?? app.ipAddress ?? envelope.callerIpAddress),
      user: nonEmpty({
        ...(userOf(person.id, person.userPrincipalName, person.displayName) ??
          userOf(app.servicePrincipalId, undefined, text(app.displayName) ?? text(app.servicePrincipalName))),
        target: userOf(targetUser?.id, targetUser?.userPrincipalName, targetUser?.displayName),
      }),
      group: nonEmpty({ id: text(targetGroup?.id), name: text(targetGroup?.displayName) }),
      user_agent: agent === undefined ? undefined : { original: agent },
      related: nonEmpty({ user: list(targets.map((target) => target.userPrincipalName)) }),
    },
    fields: {
      activity_category: category,
      operation_type: text(entity.operationType),
      app: nonEmpty({ id: text(app.appId), name: text(app.displayName) }),
      targets: targetFields(targets),
      details: flatObject(details, { isSecret }),
      properties: rest(entity, mapped),
    },
  };
}

function ofType(targets: readonly JsonObject[], wanted: string): JsonObject | undefined {
  return targets.find(({ type }) => type === wanted);
}

function targetFields(targets: readonly JsonObject[]): object[] | undefined {
  const found = targets
    .map((target) =>
      nonEmpty({
        id: text(target.id),
        type: text(target.type),
        name: text(target.displayName),
        user_principal_name: text(target.userPrincipalName),
        group_type: text(target.groupType),
        modified_properties: modified(objectsOf(target.modifiedProperties)),
      }),
    )
    .filter((target) => target !== undefined);
  return found.length > 0 ? found : undefined;
}

/** `{AccountEnabled: {old: "[true]", new: "[false]"}}`; the values are JSON texts. */
function modified(properties: readonly JsonObject[]): object | undefined {
  const changes = properties.map((property): [string, object] => [
    text(property.displayName) ?? "_",
    { old: property.oldValue, new: property.newValue },
  ]);
  return flatObject(Object.fromEntries(changes), { isSecret });
}

function keyed(details: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(details.map((detail): [string, unknown] => [text(detail.key) ?? "_", detail.value]));
}
