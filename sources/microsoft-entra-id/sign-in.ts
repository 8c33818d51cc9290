import { generatedId, idWith } from "../../functions/shared/unique-id";
import { asArray, flag, integer, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { rest, riskOf, sourceOf, told, userOf } from "./parts";
import { type EntraRecord, objectOf, objectsOf } from "./record";

const mapped: ReadonlySet<string> = new Set([
  ...["id", "createdDateTime", "userDisplayName", "userPrincipalName", "userId", "appId", "appDisplayName"],
  ...["ipAddress", "ipAddressFromResourceProvider", "status", "clientAppUsed", "userAgent", "deviceDetail", "location"],
  ...["correlationId", "conditionalAccessStatus", "appliedConditionalAccessPolicies", "isInteractive", "tenantId"],
  ...["riskDetail", "riskLevelAggregated", "riskLevelDuringSignIn", "riskState", "riskEventTypes", "riskEventTypes_v2"],
  ...["resourceDisplayName", "resourceId", "servicePrincipalId", "servicePrincipalName", "signInEventTypes"],
  ...["authenticationDetails", "authenticationRequirement", "authenticationProtocol", "incomingTokenType", "mfaDetail"],
  ...["crossTenantAccessType", "homeTenantId", "resourceTenantId", "autonomousSystemNumber", "uniqueTokenIdentifier"],
  ...["userType", "tokenIssuerType", "sessionId", "originalRequestId", "processingTimeInMilliseconds"],
  ...["servicePrincipalCredentialKeyId", "servicePrincipalCredentialThumbprint", "clientCredentialType"],
]);

/** @see https://learn.microsoft.com/en-us/graph/api/resources/signin */
export function mapSignIn({ entity, envelope }: EntraRecord) {
  const status = objectOf(entity.status) ?? {};
  const code = integer(status.errorCode) ?? integer(envelope.resultType);
  const reason = text(status.failureReason) ?? text(envelope.resultDescription);
  const device = objectOf(entity.deviceDetail) ?? {};
  const agent = text(entity.userAgent);
  const duration = integer(entity.processingTimeInMilliseconds) ?? integer(envelope.durationMs);
  const id = text(entity.id);
  return {
    // A sign-in that goes on, with a second factor for example, is written again under its id.
    id: idWith(generatedId(id), text(entity.createdDateTime), code),
    time: entity.createdDateTime,
    document: {
      event: {
        kind: "event" as const,
        category: ["authentication"],
        type: ["start"],
        action: text(envelope.operationName) ?? "Sign-in activity",
        id,
        code: code === undefined ? undefined : String(code),
        outcome: code === undefined ? ("unknown" as const) : code === 0 ? ("success" as const) : ("failure" as const),
        reason: code === 0 || reason === "Other." ? undefined : reason,
        duration: duration === undefined || duration <= 0 ? undefined : duration * 1_000_000,
      },
      source: sourceOf(entity.ipAddress ?? envelope.callerIpAddress, entity.location, entity.autonomousSystemNumber),
      user: whoSignsIn(entity, envelope),
      user_agent: nonEmpty({
        original: agent,
        name: text(device.browser),
        os: nonEmpty({ name: text(device.operatingSystem) }),
      }),
      related: nonEmpty({ hosts: list(device.displayName) }),
    },
    fields: {
      app: nonEmpty({ id: text(entity.appId), name: text(entity.appDisplayName) }),
      resource: nonEmpty({ id: text(entity.resourceId), name: text(entity.resourceDisplayName) }),
      service_principal: nonEmpty({
        id: text(entity.servicePrincipalId),
        name: text(entity.servicePrincipalName),
        credential_key_id: text(entity.servicePrincipalCredentialKeyId),
        credential_thumbprint: text(entity.servicePrincipalCredentialThumbprint),
        credential_type: told(entity.clientCredentialType),
      }),
      device: nonEmpty({
        id: text(device.deviceId),
        name: text(device.displayName),
        is_compliant: flag(device.isCompliant),
        is_managed: flag(device.isManaged),
        trust_type: text(device.trustType),
      }),
      is_interactive: flag(entity.isInteractive),
      sign_in_event_types: list(asArray(entity.signInEventTypes)),
      client_app_used: text(entity.clientAppUsed),
      user_type: text(entity.userType),
      status_details: text(status.additionalDetails),
      authentication: nonEmpty({
        requirement: text(entity.authenticationRequirement),
        protocol: told(entity.authenticationProtocol),
        incoming_token_type: told(entity.incomingTokenType),
        token_issuer_type: text(entity.tokenIssuerType),
        mfa_method: text(objectOf(entity.mfaDetail)?.authMethod),
        steps: steps(entity.authenticationDetails),
      }),
      session_id: text(entity.sessionId),
      original_request_id: text(entity.originalRequestId),
      unique_token_identifier: text(entity.uniqueTokenIdentifier),
      ip_address_from_resource_provider: text(entity.ipAddressFromResourceProvider),
      home_tenant_id: text(entity.homeTenantId),
      resource_tenant_id: text(entity.resourceTenantId),
      cross_tenant_access_type: told(entity.crossTenantAccessType),
      conditional_access: nonEmpty({
        status: text(entity.conditionalAccessStatus),
        policies: policies(entity.appliedConditionalAccessPolicies),
      }),
      risk: nonEmpty({
        level_during_sign_in: told(entity.riskLevelDuringSignIn),
        state: told(entity.riskState),
        detail: told(entity.riskDetail),
        event_types: list(asArray(entity.riskEventTypes_v2), asArray(entity.riskEventTypes)),
      }),
      properties: rest(entity, mapped),
    },
  };
}

function whoSignsIn(entity: JsonObject, envelope: JsonObject) {
  const person = userOf(entity.userId, entity.userPrincipalName, entity.userDisplayName);
  const risk = riskOf(entity.riskLevelAggregated);
  if (person !== undefined) return { ...person, risk };
  return userOf(entity.servicePrincipalId, undefined, text(entity.servicePrincipalName) ?? text(envelope.identity));
}

/** Each step of the authentication: password, second factor, or a claim in a token. */
function steps(value: unknown): object[] | undefined {
  const found = objectsOf(value).map((step) =>
    nonEmpty({
      method: text(step.authenticationMethod),
      detail: text(step.authenticationMethodDetail),
      result: text(step.authenticationStepResultDetail),
      requirement: text(step.authenticationStepRequirement),
      succeeded: flag(step.succeeded),
    }),
  );
  return present(found);
}

function policies(value: unknown): object[] | undefined {
  const applied = objectsOf(value).filter(({ result }) => result !== "notApplied" && result !== "notEnabled");
  return present(
    applied.map((policy) =>
      nonEmpty({
        id: text(policy.id),
        name: text(policy.displayName),
        result: text(policy.result),
        grant_controls: list(asArray(policy.enforcedGrantControls)),
        session_controls: list(asArray(policy.enforcedSessionControls)),
      }),
    ),
  );
}

function present<Item>(items: readonly (Item | undefined)[]): Item[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length > 0 ? found : undefined;
}
