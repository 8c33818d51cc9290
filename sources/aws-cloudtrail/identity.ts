import { flatObject } from "../../functions/shared/flat-object";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { asArray, asRecord, flag, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

/** Who made the call: ECS `user` and CloudTrail's own identity fields. */
export interface CallerIdentity {
  readonly user: { readonly id?: string | undefined; readonly name?: string | undefined } | undefined;
  readonly fields: object | undefined;
  /** Who is behind the role, for `related.user`. */
  readonly relatedUsers: readonly string[] | undefined;
  readonly accountId: string | undefined;
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export function callerIdentity(value: unknown): CallerIdentity {
  const identity = asRecord(value) ?? {};
  const type = text(identity.type);
  const arn = text(identity.arn);
  const principalId = text(identity.principalId);
  const session = asRecord(identity.sessionContext) ?? {};
  const attributes = asRecord(session.attributes) ?? {};
  const issuer = asRecord(session.sessionIssuer) ?? {};
  const federation = asRecord(session.webIdFederationData) ?? {};
  const onBehalfOf = asRecord(identity.onBehalfOf) ?? {};
  const scope = asRecord(identity.inScopeOf) ?? {};
  return {
    accountId: text(identity.accountId),
    relatedUsers: relatedUsers(sessionName(type, arn, principalId), text(session.sourceIdentity)),
    user: nonEmpty({ id: principalId, name: userName(identity, issuer, type, arn) }),
    fields: nonEmpty({
      type,
      arn,
      principal_id: principalId,
      account_id: text(identity.accountId),
      access_key_id: text(identity.accessKeyId),
      credential_id: text(identity.credentialId),
      invoked_by: text(identity.invokedBy),
      identity_provider: text(identity.identityProvider) ?? text(federation.federatedProvider),
      session_name: sessionName(type, arn, principalId),
      session_created: isoTime(attributes.creationDate),
      mfa_authenticated: flag(attributes.mfaAuthenticated),
      source_identity: text(session.sourceIdentity),
      // 1.0 or 2.0: the credentials came from the instance metadata service, and its version.
      ec2_role_delivery: text(session.ec2RoleDelivery),
      session_issuer: nonEmpty({
        type: text(issuer.type),
        arn: text(issuer.arn),
        principal_id: text(issuer.principalId),
        account_id: text(issuer.accountId),
        user_name: text(issuer.userName),
      }),
      on_behalf_of: nonEmpty({
        user_id: text(onBehalfOf.userId),
        identity_store_arn: text(onBehalfOf.identityStoreArn),
      }),
      in_scope_of: nonEmpty({
        source_arn: text(scope.sourceArn),
        source_account: text(scope.sourceAccount),
        issuer_type: text(scope.issuerType),
        credentials_issued_to: text(scope.credentialsIssuedTo),
      }),
      details: flatObject(identity.details, { isSecret }),
    }),
  };
}

function userName(
  identity: JsonObject,
  issuer: JsonObject,
  type: string | undefined,
  arn: string | undefined,
): string | undefined {
  switch (type) {
    // `userName` of the root user is the account's alias, where one is set.
    case "Root":
      return "root";
    case "AWSService":
      return text(identity.invokedBy);
    case "AssumedRole":
    case "Role":
      return text(issuer.userName) ?? arnPart(arn, "assumed-role", 1) ?? text(identity.userName);
    case "FederatedUser":
      return text(issuer.userName) ?? arnPart(arn, "federated-user", 1) ?? text(identity.userName);
    default:
      // Events of services acting for themselves may have no type, only `accountId` and `invokedBy`.
      return text(identity.userName) ?? text(issuer.userName) ?? text(identity.invokedBy);
  }
}

function sessionName(type: string | undefined, arn: string | undefined, principalId: string | undefined) {
  if (type !== "AssumedRole") return undefined;
  const separator = principalId?.indexOf(":") ?? -1;
  return arnPart(arn, "assumed-role", 2) ?? (separator > 0 ? text(principalId?.slice(separator + 1)) : undefined);
}

/** Names of those behind a role's session; EC2 names the sessions of instances by their ids, which are no users. */
function relatedUsers(...names: readonly (string | undefined)[]): readonly string[] | undefined {
  return list(...names.filter((name) => name !== undefined && !/^i-[0-9a-f]{8,17}$/.test(name)));
}

/** Whose calls were unusually many, of an Insights event: users, or roles and the names of their sessions. */
export function attributedUsers(context: unknown): readonly string[] | undefined {
  const arns = asArray(asRecord(context)?.attributions)
    .map((item) => asRecord(item) ?? {})
    .filter(({ attribute }) => attribute === "userIdentityArn")
    .flatMap(({ insight }) => asArray(insight))
    .map((item) => text(asRecord(item)?.value));
  return relatedUsers(
    ...arns.flatMap((arn) => {
      const [kind, ...names] = arnResource(arn);
      // Users may have a path: `user/team/NAME`.
      return kind === "assumed-role" ? names : [names.at(-1) ?? kind];
    }),
  );
}

/** `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`: the part at `index` of the resource of this kind. */
function arnPart(arn: string | undefined, kind: string, index: number): string | undefined {
  const resource = arnResource(arn);
  return resource[0] === kind ? text(resource[index]) : undefined;
}

function arnResource(arn: string | undefined): readonly string[] {
  return arn?.split(":").slice(5).join(":").split("/") ?? [];
}

/** The user whom an IAM call is about. */
export function targetUser(
  service: string | undefined,
  request: JsonObject | undefined,
  response: JsonObject | undefined,
): { readonly id?: string | undefined; readonly name?: string | undefined } | undefined {
  if (service !== "iam" && service !== "sso-directory" && service !== "identitystore") return undefined;
  const user = asRecord(response?.user);
  return nonEmpty({
    id: text(user?.userId) ?? text(request?.userId),
    // Without a name the call is about the caller; the response then names him.
    name: text(request?.userName) ?? text(user?.userName) ?? accessKeyOwner(response),
  });
}

function accessKeyOwner(response: JsonObject | undefined): string | undefined {
  return text(asRecord(response?.accessKey)?.userName);
}

/** The id of the credentials that the call handed out: STS sessions and access keys. */
export function issuedAccessKeyId(response: JsonObject | undefined): string | undefined {
  return text(asRecord(response?.credentials)?.accessKeyId) ?? text(asRecord(response?.accessKey)?.accessKeyId);
}

/** ARNs and types of the resources that the event names. */
export function namedResources(value: unknown): object | undefined {
  if (!Array.isArray(value)) return undefined;
  const resources = (value as readonly unknown[]).map((item) => asRecord(item) ?? {});
  return nonEmpty({
    arn: list(resources.map((resource) => resource.ARN ?? resource.arn ?? resource.ARNPrefix)),
    type: list(resources.map((resource) => resource.type)),
    account_id: list(resources.map((resource) => resource.accountId)),
  });
}
