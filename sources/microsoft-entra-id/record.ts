import { lookup } from "../../functions/shared/lookup";
import { asArray, asRecord, type JsonObject, text } from "../../functions/shared/values";

export type Kind = "sign-in" | "audit" | "provisioning" | "risk-detection" | "risky-identity" | "graph-activity";

/**
 * A record of one of Entra's logs, whichever way it came: from Microsoft Graph, where it is the entity itself, or from
 * Azure Monitor, where the entity is the `properties` of a record with a category.
 */
export interface EntraRecord {
  readonly kind: Kind | undefined;
  /** `SignInLogs`, `NonInteractiveUserSignInLogs`, ...: of Azure Monitor only. */
  readonly category: string | undefined;
  readonly entity: JsonObject;
  /** What Azure Monitor says around the entity; empty for Graph. */
  readonly envelope: JsonObject;
}

/** @see https://learn.microsoft.com/en-us/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options */
const kindOfCategory: Readonly<Record<string, Kind | "other">> = {
  signinlogs: "sign-in",
  noninteractiveusersigninlogs: "sign-in",
  serviceprincipalsigninlogs: "sign-in",
  managedidentitysigninlogs: "sign-in",
  microsoftserviceprincipalsigninlogs: "sign-in",
  adfssigninlogs: "sign-in",
  auditlogs: "audit",
  provisioninglogs: "provisioning",
  userriskevents: "risk-detection",
  serviceprincipalriskevents: "risk-detection",
  riskyusers: "risky-identity",
  riskyserviceprincipals: "risky-identity",
  microsoftgraphactivitylogs: "graph-activity",
  networkaccesstrafficlogs: "other",
  networkaccessalerts: "other",
  enrichedoffice365auditlogs: "other",
  remotenetworkhealthlogs: "other",
  b2crequestlogs: "other",
};

/** The record, if it is one of Entra's. */
export function entraRecord(value: JsonObject): EntraRecord | undefined {
  const category = text(value.category);
  const kind = lookup(kindOfCategory, category?.toLowerCase());
  if (kind !== undefined && isOfTenant(value)) {
    return { kind: kind === "other" ? undefined : kind, category, entity: propertiesOf(value), envelope: value };
  }
  const entityKind = kindOfEntity(value);
  return entityKind === undefined ? undefined : { kind: entityKind, category: undefined, entity: value, envelope: {} };
}

/** `properties` is JSON text in some exports. */
function propertiesOf(value: JsonObject): JsonObject {
  return objectOf(value.properties) ?? {};
}

function isOfTenant(value: JsonObject): boolean {
  const resource = text(value.resourceId) ?? "";
  return /^\/tenants\/|\/providers\/microsoft\.aadiam/i.test(resource) && "properties" in value;
}

/** What tells an entity of Graph; the first that has all of the members. */
const entities: readonly { readonly kind: Kind; readonly members: readonly string[] }[] = [
  { kind: "audit", members: ["activityDateTime", "activityDisplayName", "initiatedBy", "targetResources"] },
  { kind: "provisioning", members: ["activityDateTime", "jobId", "provisioningSteps"] },
  { kind: "risk-detection", members: ["detectedDateTime", "riskEventType", "riskLevel"] },
  { kind: "risky-identity", members: ["riskLastUpdatedDateTime", "riskState", "riskLevel"] },
  { kind: "sign-in", members: ["createdDateTime", "appId", "status", "conditionalAccessStatus"] },
  { kind: "sign-in", members: ["createdDateTime", "appId", "status", "signInEventTypes"] },
];

function kindOfEntity(value: JsonObject): Kind | undefined {
  return entities.find(({ members }) => members.every((name) => name in value))?.kind;
}

/** The entities of a page of Graph's answer. */
export function pageOf(value: JsonObject): readonly unknown[] | undefined {
  const context = value["@odata.context"];
  if (typeof context !== "string" || !/\$metadata#(?:auditLogs|identityProtection)\b/.test(context)) return undefined;
  return Array.isArray(value.value) ? asArray(value.value) : undefined;
}

/** An object, or the object that a JSON text holds. */
export function objectOf(value: unknown): JsonObject | undefined {
  const parsed = parsedJson(value);
  return asRecord(parsed);
}

/** The items of an array, or of the array that a JSON text holds; only objects. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return asArray(parsedJson(value))
    .map(asRecord)
    .filter((item) => item !== undefined);
}

function parsedJson(value: unknown): unknown {
  if (typeof value !== "string" || (!value.startsWith("{") && !value.startsWith("["))) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
