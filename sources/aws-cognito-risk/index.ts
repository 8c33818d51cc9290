import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { javaTime } from "../../functions/shared/time/java-time";
import { guid } from "../../functions/shared/unique-id";
import {
  asRecord,
  flag,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { typesOf } from "./types";

export default defineSource({
  id: "aws-cognito-risk",
  title: "Amazon Cognito user activity and notification logs",
  documentation: "https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html",
  module: "aws",
  dataset: "aws.cognito_risk",
  indexPeriod: "month",
  delivery:
    "Set the user pool's log delivery for `userAuthEvents` (INFO) and `userNotification` (ERROR) to the archive's bucket, or to a log group or Firehose stream that ends there. Their objects are recognised by their content.",
  format: "json",
  keys: [],
  recognises: (value) => isUserPoolLog(asRecord(value)),
  open: () => mapRecord,
  fields: {
    "aws.cognito_risk.event_source": "keyword",
    "aws.cognito_risk.user_pool_id": "keyword",
    "aws.cognito_risk.client_id": "keyword",
    "aws.cognito_risk.request_id": "keyword",
    "aws.cognito_risk.event_response": "keyword",
    "aws.cognito_risk.risk_decision": "keyword",
    "aws.cognito_risk.risk_level": "keyword",
    "aws.cognito_risk.compromised_credential_detected": "boolean",
    "aws.cognito_risk.challenges": "keyword",
    "aws.cognito_risk.device_name": "keyword",
    "aws.cognito_risk.idp_name": "keyword",
    "aws.cognito_risk.has_context_data": "boolean",
    "aws.cognito_risk.feedback.value": "keyword",
    "aws.cognito_risk.feedback.provider": "keyword",
    "aws.cognito_risk.feedback.date": "date",
    "aws.cognito_risk.additional_fields": "flat_object",
  },
});

const eventSources: ReadonlySet<unknown> = new Set(["USER_ACTIVITY", "USER_AUTH_EVENTS", "USER_NOTIFICATION"]);

function isUserPoolLog(value: JsonObject | undefined): value is JsonObject {
  return value !== undefined && eventSources.has(value.eventSource) && asRecord(value.logSourceId) !== undefined;
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const entry = asRecord(value);
  if (!isUserPoolLog(entry)) {
    throw new RecordError(
      "not a log of a user pool: expected an object with eventSource USER_ACTIVITY and logSourceId",
    );
  }
  const message = asRecord(entry.message) ?? {};
  const document =
    entry.eventSource === "USER_NOTIFICATION" ? mapNotification(entry, message) : mapActivity(entry, message);
  return { kind: "event", document, id: guid(message.eventId) };
}

const outcomes: Readonly<Record<string, string>> = {
  pass: "success",
  success: "success",
  fail: "failure",
  failure: "failure",
};
const severities: Readonly<Record<string, number>> = { low: 1, medium: 2, high: 3 };
/** Decisions that found nothing. */
const noRisk: ReadonlySet<string> = new Set(["norisk", "pass"]);

const known: ReadonlySet<string> = new Set([
  ...[
    "version",
    "eventId",
    "eventType",
    "userSub",
    "userName",
    "userPoolId",
    "clientId",
    "creationDate",
    "eventResponse",
  ],
  ...["riskLevel", "riskDecision", "challenges", "deviceName", "ipAddress", "requestId", "idpName", "city", "country"],
  ...[
    "compromisedCredentialDetected",
    "eventFeedbackValue",
    "eventFeedbackDate",
    "eventFeedbackProvider",
    "hasContextData",
  ],
]);

/** A sign-in, sign-up or change of a password, with threat protection's assessment. */
function mapActivity(entry: JsonObject, message: JsonObject): EcsDocument {
  const eventType = text(message.eventType);
  const response = text(message.eventResponse);
  const level = text(message.riskLevel);
  const decision = text(message.riskDecision);
  const compromised = flag(message.compromisedCredentialDetected);
  const risky = compromised === true || (decision !== undefined && !noRisk.has(decision.toLowerCase()));
  const address = text(message.ipAddress);
  const ip = ipAddress(address);
  return {
    "@timestamp": isoTime(entry.eventTimestamp) ?? javaTime(message.creationDate),
    event: {
      kind: risky ? "alert" : "event",
      ...typesOf(eventType),
      action: eventType ?? text(entry.eventSource),
      outcome: lookup(outcomes, response?.toLowerCase()) ?? "unknown",
      id: text(message.eventId),
      created: javaTime(message.creationDate),
      severity: lookup(severities, level?.toLowerCase()),
    },
    cloud: cloudOf(entry),
    log: nonEmpty({ level: text(entry.logLevel)?.toLowerCase() }),
    source: nonEmpty({
      ip,
      address: ip === undefined ? address : undefined,
      geo: nonEmpty({ city_name: text(message.city), country_name: text(message.country) }),
    }),
    user: nonEmpty({
      id: text(message.userSub),
      name: text(message.userName),
    }),
    aws: nonEmpty({
      cognito_risk: nonEmpty({
        event_source: text(entry.eventSource),
        user_pool_id: poolOf(entry) ?? text(message.userPoolId),
        client_id: text(message.clientId),
        request_id: text(message.requestId),
        event_response: response,
        risk_decision: decision,
        risk_level: level,
        compromised_credential_detected: compromised,
        challenges: list(message.challenges),
        device_name: text(message.deviceName),
        idp_name: text(message.idpName),
        has_context_data: flag(message.hasContextData),
        feedback: nonEmpty({
          value: text(message.eventFeedbackValue),
          provider: text(message.eventFeedbackProvider),
          date: javaTime(message.eventFeedbackDate),
        }),
        additional_fields: flatObject(
          Object.fromEntries(Object.entries(message).filter(([name]) => !known.has(name))),
          {
            isSecret,
          },
        ),
      }),
    }),
  };
}

/** An email or SMS message that could not be sent. */
function mapNotification(entry: JsonObject, message: JsonObject): EcsDocument {
  const { details, ...rest } = message;
  const level = text(entry.logLevel);
  return {
    "@timestamp": isoTime(entry.eventTimestamp),
    event: {
      category: ["email"],
      type: ["info"],
      action: text(entry.eventSource),
      outcome: level === "ERROR" ? "failure" : "unknown",
    },
    message: text(details),
    cloud: cloudOf(entry),
    log: nonEmpty({ level: level?.toLowerCase() }),
    aws: nonEmpty({
      cognito_risk: nonEmpty({
        event_source: text(entry.eventSource),
        user_pool_id: poolOf(entry),
        additional_fields: flatObject(rest, { isSecret }),
      }),
    }),
  };
}

function poolOf(entry: JsonObject): string | undefined {
  return text(asRecord(entry.logSourceId)?.userPoolId);
}

/** The pool's id starts with its region: `eu-west-1_EXAMPLE`. */
function cloudOf(entry: JsonObject): EcsDocument["cloud"] {
  const region = /^([a-z]{2}(?:-[a-z]+)+-\d+)_/.exec(poolOf(entry) ?? "")?.[1];
  return { region, service: { name: "cognito-idp" } };
}
