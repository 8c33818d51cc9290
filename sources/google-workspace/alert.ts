import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { records } from "../../functions/shared/records";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import { asRecord, ipAddress, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { severities } from "./classes";
import { person } from "./map";

/** @see https://developers.google.com/workspace/admin/alertcenter/reference/rest/v1beta1/alerts */
export function mapAlert(alert: JsonObject): EcsDocument {
  const data = asRecord(alert.data) ?? {};
  const metadata = asRecord(alert.metadata) ?? {};
  const login = asRecord(data.loginDetails) ?? {};
  const violation = asRecord(data.ruleViolationInfo) ?? {};
  const messages = records(data.messages);
  const ip = ipAddress(login.ipAddress) ?? ipAddress(data.sourceIp);
  const severity = text(metadata.severity);
  const email = text(data.email) ?? text(data.actorEmail) ?? text(violation.triggeringUserEmail);
  return {
    "@timestamp": isoTime(alert.updateTime) ?? isoTime(alert.createTime),
    message: text(data.title) ?? text(data.description),
    event: {
      kind: "alert",
      category: messages.length > 0 ? ["intrusion_detection", "email"] : ["intrusion_detection"],
      type: ["info"],
      action: text(data["@type"])?.split(".").at(-1)?.trim() || undefined,
      id: text(alert.alertId),
      provider: text(alert.source),
      severity: lookup(severities, severity),
      created: isoTime(alert.createTime),
      start: isoTime(alert.startTime),
      end: isoTime(alert.endTime),
      url: text(alert.securityInvestigationToolLink),
    },
    rule: nonEmpty({
      name: text(alert.type),
      category: text(alert.source),
    }),
    source: ip === undefined ? undefined : { ip },
    user: person(email, undefined),
    organization: nonEmpty({ id: text(alert.customerId) }),
    email: emailOf(messages, data),
    related: nonEmpty({
      user: list(data.affectedUserEmails, ...messages.map((message) => message.recipient)),
      hash: list(...messages.map((message) => message.attachmentsSha256Hash)),
    }),
    google: nonEmpty({
      workspace: nonEmpty({
        alert: nonEmpty({ severity, status: text(metadata.status), assignee: text(metadata.assignee) }),
        data: flatObject(data, { isSecret }),
      }),
    }),
  };
}

/** An alert is sent again when it changes. */
export function alertId(alert: JsonObject): string | undefined {
  return idWith(generatedId(alert.alertId), text(alert.updateTime) ?? text(alert.createTime));
}

function emailOf(messages: readonly JsonObject[], data: JsonObject) {
  if (messages.length === 0) return undefined;
  const from = list(asRecord(data.maliciousEntity)?.fromHeader);
  const to = list(...messages.map((message) => message.recipient));
  const only = messages.length === 1 ? messages[0] : undefined;
  return nonEmpty({
    from: from === undefined ? undefined : { address: from },
    to: to === undefined ? undefined : { address: to },
    subject: text(only?.subjectText),
    message_id: text(only?.messageId),
  });
}
