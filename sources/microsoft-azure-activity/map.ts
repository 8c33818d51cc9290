import { verbType } from "../../functions/shared/classification";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { endpointWithPort } from "../../functions/shared/network/endpoint";
import { parseUrl } from "../../functions/shared/network/request-line";
import { otherMembers } from "../../functions/shared/other-members";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { urlWithoutSecrets } from "../../functions/shared/secrets/url-secrets";
import { guid } from "../../functions/shared/unique-id";
import { asRecord, integer, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import type { Activity } from "./record";

const outcomes: Readonly<Record<string, "success" | "failure" | "unknown">> = {
  success: "success",
  succeeded: "success",
  failure: "failure",
  failed: "failure",
};

/** Azure's levels in their order; records of an event hub may have the number, of which the most urgent is the lowest. */
const levels: Readonly<Record<string, number>> = {
  "4": 1,
  informational: 1,
  information: 1,
  verbose: 1,
  "3": 2,
  warning: 2,
  "2": 3,
  error: 3,
  "1": 4,
  critical: 4,
};

const claimNames = {
  principalName: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
  name: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
  objectId: "http://schemas.microsoft.com/identity/claims/objectidentifier",
  methods: "http://schemas.microsoft.com/claims/authnmethodsreferences",
  tenant: "http://schemas.microsoft.com/identity/claims/tenantid",
} as const;

const mappedClaims: ReadonlySet<string> = new Set([...Object.values(claimNames), "appid", "ipaddr", "name"]);

export function mapActivity(activity: Activity): { readonly document: EcsDocument; readonly id: string | undefined } {
  const { record, claims, authorization, httpRequest, operation, category, status, subStatus } = activity;
  const evidence = asRecord(authorization.evidence) ?? {};
  const resource = resourceOf(text(record.resourceId), record);
  const kind = category?.toLowerCase();
  const properties = asRecord(activity.properties) ?? {};
  const url = urlWithoutSecrets(text(httpRequest.uri));
  const region = text(record.location) ?? text(properties.region);
  const duration = integer(record.durationMs);
  const state = status?.toLowerCase().split(".")[0];
  const isAlert = kind === "security" || kind === "alert";
  const level = text(record.level) ?? text(record.Level);
  return {
    // The same event is written at its start, when it is accepted and at its end, each with an id of its own.
    id: guid(activity.id),
    document: {
      "@timestamp": isoTime(activity.time),
      message: activity.description,
      event: {
        kind: isAlert ? "alert" : "event",
        ...classOf(kind, operation),
        action: operation,
        id: activity.id,
        severity: lookup(levels, level?.toLowerCase()),
        outcome: lookup(outcomes, state) ?? "unknown",
        duration: duration === undefined || duration <= 0 ? undefined : duration * 1_000_000,
      },
      source: endpointWithPort(activity.callerAddress),
      user: userOf(activity, evidence),
      cloud: {
        provider: "azure",
        account: nonEmpty({ id: (text(record.subscriptionId) ?? resource.subscription)?.toLowerCase() }),
        region: region === "global" ? undefined : region,
        service: nonEmpty({ name: resource.provider?.toLowerCase() }),
      },
      http: nonEmpty({
        request: nonEmpty({ id: text(httpRequest.clientRequestId), method: text(httpRequest.method) }),
      }),
      url: url === undefined ? undefined : parseUrl(url),
      microsoft: nonEmpty({
        azure_activity: nonEmpty({
          category,
          correlation_id: text(record.correlationId),
          operation_id: text(record.operationId),
          level,
          status,
          sub_status: subStatus,
          resource: nonEmpty({
            id: text(record.resourceId),
            group: resource.group,
            provider: resource.provider,
            type: resource.type,
            name: resource.name,
          }),
          authorization: nonEmpty({
            action: text(authorization.action),
            scope: text(authorization.scope),
            role: text(evidence.role) ?? text(authorization.role),
            principal_type: text(evidence.principalType),
            role_assignment_scope: text(evidence.roleAssignmentScope),
          }),
          app_id: text(claims.appid),
          authentication_methods: list(text(claims[claimNames.methods])?.split(",")),
          claims: flatObject(otherMembers(claims, mappedClaims), { isSecret }),
          properties: flatObject(parsed(properties, activity.properties), { isSecret }),
        }),
      }),
    },
  };
}

function userOf({ caller, claims }: Activity, evidence: JsonObject) {
  const name = caller ?? text(claims[claimNames.principalName]) ?? text(claims[claimNames.name]);
  return nonEmpty({
    id: text(claims[claimNames.objectId]) ?? text(evidence.principalId),
    name: name ?? text(claims.appid),
    full_name: text(claims.name),
    domain: name === undefined || !name.includes("@") ? undefined : text(name.slice(name.lastIndexOf("@") + 1)),
  });
}

/** By the last part of `MICROSOFT.COMPUTE/VIRTUALMACHINES/WRITE`; `action` is anything that is neither write nor delete. */
const typeOfVerb: Readonly<Record<string, string>> = { write: "change", delete: "deletion", read: "access" };

function classOf(kind: string | undefined, operation: string | undefined) {
  if (kind === "security" || kind === "alert") return { category: ["intrusion_detection"], type: ["info"] };
  const isHealth = kind === "servicehealth" || kind === "resourcehealth";
  if (isHealth || kind === "recommendation") return { category: ["host"], type: ["info"] };
  const parts = (operation ?? "").toLowerCase().split("/");
  const verb = parts.at(-2) ?? "";
  // `LISTKEYS/ACTION` hands out an account's keys.
  const type = lookup(typeOfVerb, parts.at(-1)) ?? (/^(?:list|get|export|read)/.test(verb) ? "access" : verbType(verb));
  const isIam = parts[0] === "microsoft.authorization" && /^(?:role|elevateaccess|classicadmin)/.test(parts[1] ?? "");
  if (isIam) return { category: ["iam"], type: ["admin", type === "access" ? "info" : type] };
  return { category: ["configuration"], type: [type] };
}

interface Resource {
  readonly subscription: string | undefined;
  readonly group: string | undefined;
  readonly provider: string | undefined;
  readonly type: string | undefined;
  readonly name: string | undefined;
}

/** `/subscriptions/ID/resourceGroups/GROUP/providers/PROVIDER/TYPE/NAME`, in any case. */
function resourceOf(id: string | undefined, record: JsonObject): Resource {
  const parts = (id ?? "").split("/").slice(1);
  const after = (word: string): string | undefined => {
    const at = parts.findIndex((part) => part.toLowerCase() === word);
    return at === -1 ? undefined : text(parts[at + 1]);
  };
  const at = parts.findLastIndex((part) => part.toLowerCase() === "providers");
  const [provider, type, name] = at === -1 ? [] : parts.slice(at + 1);
  return {
    subscription: after("subscriptions"),
    group: text(record.resourceGroupName) ?? after("resourcegroups"),
    provider: text(asRecord(record.resourceProviderName)?.value) ?? text(provider),
    type: text(type),
    name: at === -1 ? undefined : (text(parts.at(-1)) ?? text(name)),
  };
}

/** Properties whose values are JSON texts, such as `requestbody` and `responseBody`, with their contents. */
function parsed(properties: JsonObject, whole: unknown): unknown {
  if (Object.keys(properties).length === 0) return whole;
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, contentOf(value)]));
}

function contentOf(value: unknown): unknown {
  if (typeof value !== "string" || !(value.startsWith("{") || value.startsWith("["))) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
