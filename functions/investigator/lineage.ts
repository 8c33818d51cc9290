import type { BoundedSearch } from "./bounded-search";
import { type Evidence, evidence } from "./evidence";
import { readText } from "./read";
import { DATASETS, type Found, type Window } from "./search";

/** Where a key came from, one step towards its origin. */
export interface LineageStep {
  readonly accessKeyId: string;
  readonly statement: string;
  /** What the chain ends in, at its last step. */
  readonly origin: Origin | undefined;
  /** The event that issued the key. */
  readonly issuedBy: Evidence | undefined;
}

export type Origin =
  | { readonly kind: "instance"; readonly instanceId: string; readonly role: string | undefined }
  | { readonly kind: "service"; readonly service: string }
  | { readonly kind: "federated"; readonly identity: string; readonly provider: string | undefined }
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "unknown" };

const MAXIMUM_DEPTH = 8;

/** Follows a key to the user, role, federation, instance or service behind it: who issued it, with which key, and so on. */
export async function traceCredentials(
  search: BoundedSearch,
  accessKeyId: string,
  window: Window,
): Promise<LineageStep[]> {
  const steps: LineageStep[] = [];
  const seen = new Set<string>();
  let key: string | undefined = accessKeyId;
  while (key !== undefined && !seen.has(key) && steps.length < MAXIMUM_DEPTH) {
    seen.add(key);
    const { found } = await search.find({
      purpose: `Who issued the credentials ${key}`,
      datasets: [DATASETS.cloudTrail],
      // Long-term keys may be much older than the finding.
      ...(key.startsWith("ASIA") ? { window } : {}),
      where: { field: "aws.cloudtrail.issued_access_key_id", is: key },
      order: "oldest",
      limit: 10,
    });
    const [issue] = found;
    steps.push(issue === undefined ? withoutIssue(key) : describeIssue(key, issue));
    // Only the caller's own key leads further; services and federated callers have none.
    key = issue === undefined ? undefined : readText(issue, "aws.cloudtrail.user_identity.access_key_id");
  }
  return steps;
}

function withoutIssue(accessKeyId: string): LineageStep {
  return {
    accessKeyId,
    statement: `No event in the window says who issued ${accessKeyId}.`,
    origin: { kind: "unknown" },
    issuedBy: undefined,
  };
}

function describeIssue(accessKeyId: string, issue: Found): LineageStep {
  const get = (field: string) => readText(issue, field);
  const action = get("event.action") ?? "";
  const type = get("aws.cloudtrail.user_identity.type");
  const role = readText(issue, "aws.cloudtrail.request_parameters.roleArn")?.split("/").at(-1);
  const sessionName = readText(issue, "aws.cloudtrail.request_parameters.roleSessionName");
  const callerKey = get("aws.cloudtrail.user_identity.access_key_id");
  const caller = get("user.name") ?? get("aws.cloudtrail.user_identity.arn") ?? "an unknown caller";
  const step = (statement: string, origin: Origin | undefined): LineageStep => ({
    accessKeyId,
    statement,
    origin,
    issuedBy: evidence(issue),
  });
  if (type === "AWSService" && sessionName !== undefined && /^i-[0-9a-f]+$/.test(sessionName)) {
    return step(`${accessKeyId} are the credentials of role ${role ?? "?"} that EC2 gave to instance ${sessionName}.`, {
      kind: "instance",
      instanceId: sessionName,
      role,
    });
  }
  if (type === "AWSService") {
    return step(`${accessKeyId} was issued to the service ${caller} for role ${role ?? "?"}.`, {
      kind: "service",
      service: caller,
    });
  }
  if (callerKey === undefined && /^AssumeRoleWith/.test(action)) {
    const provider = get("aws.cloudtrail.user_identity.identity_provider");
    return step(
      `${accessKeyId} is a session of role ${role ?? "?"} for ${caller}, who came through ${provider ?? "an identity provider"}.`,
      { kind: "federated", identity: caller, provider },
    );
  }
  const target = get("user.target.name");
  const statement =
    action === "CreateAccessKey"
      ? `${accessKeyId} is a long-term key of user ${target ?? "?"}, created by ${caller}.`
      : `${accessKeyId} was issued by ${action} to ${caller}${role === undefined ? "" : ` for role ${role}`}.`;
  return step(statement, callerKey === undefined ? { kind: "user", user: caller } : undefined);
}
