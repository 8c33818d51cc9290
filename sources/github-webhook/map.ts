import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { parseUrl } from "../../functions/shared/network/request-line";
import { records } from "../../functions/shared/records";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { asRecord, flag, integer, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { payloadOf, subjectOf } from "./payloads";

const outcomes: Readonly<Record<string, "success" | "failure">> = {
  success: "success",
  neutral: "success",
  failure: "failure",
  error: "failure",
  timed_out: "failure",
  startup_failure: "failure",
  action_required: "failure",
};

/** GitHub's words for findings in their order. */
const severities: Readonly<Record<string, number>> = {
  note: 1,
  low: 1,
  warning: 2,
  moderate: 2,
  medium: 2,
  error: 3,
  high: 3,
  critical: 4,
};

/** Whatever a webhook posts. */
export function mapPayload(record: JsonObject): EcsDocument {
  const { event, category, type, alert } = payloadOf(record);
  const verb = text(record.action);
  const subject = subjectOf(record, event) ?? {};
  const repository = asRecord(record.repository) ?? {};
  const organisation = asRecord(record.organization) ?? {};
  const sender = asRecord(record.sender) ?? {};
  const head = asRecord(record.head_commit) ?? {};
  const conclusion = text(subject.conclusion) ?? text(subject.state) ?? text(record.state);
  const severity = severityOf(subject);
  const url = text(subject.html_url) ?? text(record.compare);
  const advisory = asRecord(subject.security_advisory) ?? subject;
  const isPrivate = flag(repository.private);
  return {
    "@timestamp": timeOf(record, subject, head),
    event: {
      kind: alert === true ? "alert" : "event",
      category,
      type,
      action: [event, verb].filter((word) => word !== undefined).join(".") || "webhook",
      severity: lookup(severities, severity),
      outcome: lookup(outcomes, conclusion) ?? "unknown",
      start: isoTime(subject.started_at),
      end: isoTime(subject.completed_at),
    },
    user: nonEmpty({ ...account(sender), target: account(asRecord(record.member) ?? asRecord(record.blocked_user)) }),
    organization: nonEmpty({ id: text(organisation.id), name: text(organisation.login) }),
    group: nonEmpty({ id: text(asRecord(record.team)?.id), name: text(asRecord(record.team)?.slug) }),
    url: url === undefined ? undefined : parseUrl(url),
    vulnerability: nonEmpty({
      id: text(advisory.cve_id) ?? text(advisory.ghsa_id),
      description: text(advisory.summary),
      severity,
    }),
    related: nonEmpty({
      // Who wrote what the sender acts on, and in whose name commits were made.
      user: list(
        text(asRecord(subject.user)?.login),
        records(record.commits).map((commit) => text(asRecord(commit.author)?.username)),
      ),
    }),
    github: nonEmpty({
      webhook: nonEmpty({
        event,
        repository: text(repository.full_name),
        repository_public: isPrivate === undefined ? undefined : !isPrivate,
        ref: text(record.ref) ?? text(subject.head_branch),
        before: text(record.before),
        after: text(record.after),
        forced: flag(record.forced),
        number: integer(subject.number ?? record.number),
        title: text(subject.title) ?? text(subject.name) ?? text(subject.page_name),
        state: text(subject.status) ?? text(subject.state),
        conclusion: text(subject.conclusion),
        payload: flatObject(withoutRepeated(record), { isSecret: isHookSecret }),
      }),
    }),
  };
}

function account(user: JsonObject | undefined) {
  return nonEmpty({ id: text(user?.id), name: text(user?.login), email: text(user?.email) });
}

function severityOf(subject: JsonObject): string | undefined {
  const rule = asRecord(subject.rule);
  const advisory = asRecord(subject.security_advisory);
  return (
    text(subject.severity) ?? text(advisory?.severity) ?? text(rule?.security_severity_level) ?? text(rule?.severity)
  );
}

function timeOf(record: JsonObject, subject: JsonObject, head: JsonObject): string | undefined {
  const times = [
    ...[subject.updated_at, subject.completed_at, subject.started_at, subject.created_at, subject.submitted_at],
    // Of a push; the commit's own time is whatever its author's clock said.
    ...[
      record.ref === undefined ? undefined : asRecord(record.repository)?.pushed_at,
      head.timestamp,
      record.updated_at,
    ],
  ];
  for (const time of times) {
    const found = isoTime(time);
    if (found !== undefined) return found;
  }
  return undefined;
}

const held: ReadonlySet<string> = new Set([
  ...["repository", "organization", "enterprise", "sender", "action"],
  ...["ref", "before", "after", "forced", "compare", "number"],
]);

const isHookSecret = (name: string): boolean => name === "secret" || isSecret(name);

/** Each payload repeats some hundred fields of the repository, the organisation and their owners. */
function withoutRepeated(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => !held.has(name))
      .map(([name, value]) => [name, withoutLinks(value)]),
  );
}

/** Objects without the addresses of GitHub's API, of which most have a dozen. */
function withoutLinks(value: unknown, depth = 0): unknown {
  const object = asRecord(value);
  if (depth > 4 || object === undefined) return value;
  return Object.fromEntries(
    Object.entries(object)
      .filter(([name, member]) => !isLink(name, member))
      .map(([name, member]) => [name, withoutLinks(member, depth + 1)]),
  );
}

/** An address of GitHub's API, or of pages beside the one in `html_url`. */
function isLink(name: string, value: unknown): boolean {
  if (name === "_links" || name === "repo") return true;
  if (name === "url") return typeof value === "string" && value.includes("//api.");
  return name.endsWith("_url") && name !== "html_url";
}
