import type { LogObject } from "../../functions/loader/source";
import { awsServiceName } from "../../functions/shared/aws/aws-service";
import type { EcsDocument } from "../../functions/shared/ecs";
import { unmapped } from "../../functions/shared/ocsf/details";
import { asRecord, flag, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { classify } from "../aws-cloudtrail/classify";
import { callerIdentity, issuedAccessKeyId, targetUser } from "../aws-cloudtrail/identity";
import type { Refinement } from "./products";

/** What CloudTrail's own documents say is said in the same way, so that one search finds both. */
export function refineCloudTrail(event: JsonObject, mapped: EcsDocument, object: LogObject): Refinement {
  const api = asRecord(event.api) ?? {};
  const answer = asRecord(api.response) ?? {};
  const action = text(api.operation);
  const service = awsServiceName(text(asRecord(api.service)?.name));
  const errorCode = text(answer.error);
  const errorMessage = text(answer.message);
  const request = parsed(asRecord(api.request)?.data);
  const response = parsed(answer.data);
  const identity = callerIdentity(userIdentity(event));
  const { category, type } = classify({
    service,
    api: action,
    eventType: text(asRecord(event.metadata)?.event_code) ?? unmapped(event, "eventType"),
    readOnly: flag(unmapped(event, "readOnly")),
    errorCode,
  });
  const failed = action !== undefined && response?.[action] === "Failure";
  const account = unmapped(event, "recipientAccountId") ?? mapped.cloud?.account?.id ?? object.accountId;
  return {
    event: {
      ...mapped.event,
      category,
      type,
      outcome: failed || errorCode !== undefined || errorMessage !== undefined ? "failure" : mapped.event?.outcome,
    },
    cloud: {
      ...mapped.cloud,
      account: nonEmpty({ ...mapped.cloud?.account, id: account ?? identity.accountId }),
      service: nonEmpty({ name: service }) ?? mapped.cloud?.service,
    },
    error: nonEmpty({ code: errorCode, message: errorMessage }),
    user: nonEmpty({ ...identity.user, target: targetUser(service, request, response) }),
    related: nonEmpty({ ...mapped.related, user: list(mapped.related?.user, identity.relatedUsers) }),
    lake: { issued_access_key_id: issuedAccessKeyId(response) },
  };
}

/**
 * `userIdentity` as CloudTrail has it, of what the lake made of it: `uid` is the ARN and `uid_alt` the principal's id,
 * in version 1 (OCSF 1.0.0-rc.2) `uuid` and `uid`.
 */
function userIdentity(event: JsonObject): JsonObject {
  const actor = asRecord(event.actor) ?? {};
  const user = asRecord(actor.user) ?? {};
  const session = asRecord(actor.session) ?? {};
  const [uid, uuid] = [text(user.uid), text(user.uuid)];
  const issuer = text(session.issuer);
  const issuerName = unmapped(event, "userIdentity.sessionContext.sessionIssuer.userName");
  return {
    type: user.type,
    arn: [uid, uuid].find((id) => id?.startsWith("arn:") === true),
    principalId: text(user.uid_alt) ?? (uid?.startsWith("arn:") === true ? undefined : uid),
    accountId: text(asRecord(user.account)?.uid) ?? user.account_uid,
    accessKeyId: user.credential_uid,
    userName: user.name,
    invokedBy: actor.invoked_by,
    sessionContext: {
      sessionIssuer: { arn: issuer, userName: issuerName ?? issuer?.slice(issuer.lastIndexOf("/") + 1) },
      sourceIdentity: unmapped(event, "userIdentity.sessionContext.sourceIdentity"),
    },
  };
}

function parsed(json: unknown): JsonObject | undefined {
  if (typeof json !== "string" || !json.trimStart().startsWith("{")) return asRecord(json);
  try {
    return asRecord(JSON.parse(json));
  } catch {
    // Cut, or not JSON after all: the text is among the details.
    return undefined;
  }
}
