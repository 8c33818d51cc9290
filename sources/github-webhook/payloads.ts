import { asArray, asRecord, type JsonObject } from "../../functions/shared/values";

/**
 * A payload does not name its event: the header X-GitHub-Event does, which is not in the body. The member that an event
 * alone has tells it; the first row whose members are all there holds.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
interface Payload {
  readonly event: string;
  readonly members: readonly string[];
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly alert?: true;
}

const finding = { category: ["vulnerability"], type: ["info"], alert: true } as const;
const change = { category: ["configuration"], type: ["change"] } as const;
const access = { category: ["iam"], type: ["change"] } as const;
const run = { category: ["process"], type: ["change"] } as const;
const content = { category: ["file"], type: ["change"] } as const;
const talk = { category: ["web"], type: ["info"] } as const;

const payloads: readonly Payload[] = [
  { event: "ping", members: ["zen", "hook_id"], category: ["configuration"], type: ["info"] },
  { event: "secret_scanning_alert_location", members: ["alert", "location"], ...finding },
  { event: "alert", members: ["alert"], ...finding },
  { event: "security_advisory", members: ["security_advisory"], ...finding },
  { event: "repository_advisory", members: ["repository_advisory"], ...finding },
  { event: "workflow_job", members: ["workflow_job"], ...run },
  { event: "workflow_run", members: ["workflow_run"], ...run },
  { event: "workflow_dispatch", members: ["workflow", "inputs"], ...run },
  { event: "check_run", members: ["check_run"], ...run },
  { event: "check_suite", members: ["check_suite"], ...run },
  { event: "deployment_status", members: ["deployment_status"], ...run },
  { event: "deployment", members: ["deployment"], ...run },
  { event: "pull_request_review_comment", members: ["comment", "pull_request"], ...talk },
  { event: "pull_request_review", members: ["review", "pull_request"], ...talk },
  { event: "pull_request", members: ["pull_request"], ...content },
  { event: "issue_comment", members: ["comment", "issue"], ...talk },
  { event: "issues", members: ["issue"], ...talk },
  { event: "commit_comment", members: ["comment"], ...talk },
  { event: "discussion", members: ["discussion"], ...talk },
  { event: "gollum", members: ["pages"], ...content },
  { event: "fork", members: ["forkee"], category: ["file"], type: ["creation"] },
  { event: "release", members: ["release"], ...content },
  { event: "package", members: ["package"], category: ["package"], type: ["change"] },
  { event: "membership", members: ["member", "team"], ...access },
  { event: "organization", members: ["membership"], ...access },
  { event: "team", members: ["team"], ...access },
  { event: "member", members: ["member"], ...access },
  { event: "org_block", members: ["blocked_user"], ...access },
  { event: "personal_access_token_request", members: ["personal_access_token_request"], ...access },
  { event: "deploy_key", members: ["key"], ...change },
  { event: "branch_protection_rule", members: ["rule"], ...change },
  { event: "repository_ruleset", members: ["repository_ruleset"], ...change },
  { event: "meta", members: ["hook"], ...change },
  { event: "installation", members: ["installation", "repositories"], ...change },
  { event: "status", members: ["sha", "state"], ...run },
  { event: "push", members: ["ref", "before", "after"], ...content },
  { event: "ref", members: ["ref", "ref_type"], ...content },
];

const generic = { event: undefined, ...change } as const;

/** What a payload is about, as far as its members tell. */
export function payloadOf(
  record: JsonObject,
): Omit<Payload, "members" | "event"> & { readonly event: string | undefined } {
  return payloads.find(({ members }) => members.every((name) => name in record)) ?? generic;
}

/** The object that the payload is about, if it has one. */
export function subjectOf(record: JsonObject, event: string | undefined): JsonObject | undefined {
  if (event === "gollum") return asRecord(asArray(record.pages)[0]);
  const named = event === undefined ? undefined : asRecord(record[event]);
  return (
    named ?? asRecord(record.alert) ?? asRecord(record.comment) ?? asRecord(record.review) ?? asRecord(record.issue)
  );
}

/** Whether an object has a member that tells its event. */
export function hasPayload(record: JsonObject): boolean {
  return payloadOf(record).event !== undefined || typeof record.ref === "string";
}
