import { awsAccount } from "../../functions/shared/aws/aws-account";
import type { EcsDocument } from "../../functions/shared/ecs";
import { textWithoutSecrets } from "../../functions/shared/secrets/secret-assignments";
import { terminalText } from "../../functions/shared/text/terminal-text";
import { asRecord, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { sessionOwner } from "./session-id";

/**
 * A piece of a session that is streamed to CloudWatch Logs.
 * @see https://github.com/aws/amazon-ssm-agent/tree/mainline/agent/agentlogstocloudwatch
 */
export function mapSessionData(value: JsonObject): EcsDocument {
  const sessionId = text(value.sessionId);
  const arn = text(asRecord(value.userIdentity)?.arn);
  const owner = sessionOwner(sessionId);
  const target = text(asRecord(value.target)?.id);
  const runAs = text(value.runAsUser);
  return {
    "@timestamp": isoTime(value.eventTime),
    message: text(textWithoutSecrets(terminalText(textOf(value.sessionData))).trim()),
    event: { kind: "event", category: ["session"], type: ["info"], action: "sessionData", outcome: "unknown" },
    cloud: {
      account: awsAccount(arn?.split(":")[4]),
      region: text(value.awsRegion),
      service: { name: "ssm" },
      instance: target?.startsWith("i-") ? { id: target } : undefined,
    },
    host: nonEmpty({ id: target }),
    user: nonEmpty({
      name: principalName(arn),
      // The node's user whose shell it is.
      effective: nonEmpty({ name: runAs }),
    }),
    related: nonEmpty({ user: list(owner), hosts: list(target) }),
    aws: nonEmpty({
      ssm_session: nonEmpty({
        event_version: text(value.eventVersion),
        session_id: sessionId,
        owner,
        user_arn: arn,
      }),
    }),
  };
}

/** The lines of a list, or a text alone. */
function textOf(data: unknown): string {
  const lines: readonly unknown[] = Array.isArray(data) ? data : [data];
  return lines.map((line) => text(line) ?? "").join("\n");
}

/** The user's or the role's name: `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`, `...:user/path/NAME`. */
function principalName(arn: string | undefined): string | undefined {
  const parts = arn?.split(":").slice(5).join(":").split("/") ?? [];
  return text(parts[0] === "assumed-role" ? parts[1] : parts.at(-1));
}
