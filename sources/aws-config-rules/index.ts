import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { eventBridgeId } from "../../functions/shared/unique-id";
import { asRecord, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "aws-config-rules",
  title: "AWS Config rules",
  documentation: "https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html",
  module: "aws",
  dataset: "aws.config_rules",
  indexPeriod: "month",
  delivery:
    "Make an EventBridge rule for the source `aws.config` whose target is an Amazon Data Firehose stream to the archive; or subscribe Firehose to the delivery channel's SNS topic.",
  format: "json",
  keys: [],
  envelopes: [{ eventSource: /^aws\.config$/, detailType: /^Config Rules / }],
  recognises: (value) => kindOf(asRecord(value)) !== undefined,
  open: () => mapRecord,
  fields: {
    "aws.config_rules.compliance": "keyword",
    "aws.config_rules.previous_compliance": "keyword",
    "aws.config_rules.resource_type": "keyword",
    "aws.config_rules.resource_id": "keyword",
    "aws.config_rules.evaluation_mode": "keyword",
    "aws.config_rules.rule_arn": "keyword",
    "aws.config_rules.rule_names": "keyword",
    "aws.config_rules.invoked": "date",
    "aws.config_rules.evaluated": "date",
    "aws.config_rules.event_left_scope": "boolean",
  },
});

type Kind = "compliance" | "evaluation" | "invocation";

function kindOf(value: JsonObject | undefined): Kind | undefined {
  if (value === undefined) return undefined;
  if (value.messageType === "ComplianceChangeNotification" || "newEvaluationResult" in value) return "compliance";
  if (value.messageType === "ConfigRulesEvaluationStarted") return "evaluation";
  return typeof value.configRuleArn === "string" && typeof value.invokingEvent === "string" ? "invocation" : undefined;
}

function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const record = asRecord(value);
  const kind = kindOf(record);
  if (record === undefined || kind === undefined) {
    throw new RecordError("not an event of AWS Config's rules: expected an object with messageType and a rule's name");
  }
  const document =
    kind === "compliance"
      ? mapCompliance(record)
      : kind === "evaluation"
        ? mapEvaluation(record)
        : mapInvocation(record);
  return { kind: "event", document, id: eventBridgeId(envelope) };
}

/** The compliance of a resource with a rule has changed. */
function mapCompliance(value: JsonObject): EcsDocument {
  const result = asRecord(value.newEvaluationResult) ?? {};
  const identifier = asRecord(result.evaluationResultIdentifier) ?? {};
  const qualifier = asRecord(identifier.evaluationResultQualifier) ?? {};
  const compliance = text(result.complianceType);
  return {
    "@timestamp": isoTime(value.notificationCreationTime) ?? isoTime(result.resultRecordedTime),
    event: {
      kind: compliance === "NON_COMPLIANT" ? "alert" : "event",
      category: ["configuration"],
      type: ["info"],
      action: text(value.messageType) ?? "ComplianceChangeNotification",
      outcome: compliance === "COMPLIANT" ? "success" : compliance === "NON_COMPLIANT" ? "failure" : "unknown",
      reason: text(result.annotation),
    },
    ...common(value),
    aws: nonEmpty({
      config_rules: nonEmpty({
        compliance,
        previous_compliance: text(asRecord(value.oldEvaluationResult)?.complianceType),
        resource_type: text(value.resourceType) ?? text(qualifier.resourceType),
        resource_id: text(value.resourceId) ?? text(qualifier.resourceId),
        evaluation_mode: text(qualifier.evaluationMode),
        rule_arn: text(value.configRuleARN),
        invoked: isoTime(result.configRuleInvokedTime),
        evaluated: isoTime(result.resultRecordedTime),
      }),
    }),
  };
}

/** Config has begun to evaluate rules. */
function mapEvaluation(value: JsonObject): EcsDocument {
  return {
    "@timestamp": isoTime(value.notificationCreationTime),
    event: {
      kind: "event",
      category: ["configuration"],
      type: ["info"],
      action: "ConfigRulesEvaluationStarted",
      outcome: "unknown",
    },
    ...common(value),
    aws: nonEmpty({
      config_rules: nonEmpty({
        rule_arn: text(value.configRuleARN),
        rule_names: list(value.configRuleNames, value.configRuleName),
      }),
    }),
  };
}

/**
 * What Config sends to the function of a custom rule, which some functions log. Its `resultToken` lets anybody answer
 * for the rule: it is left out.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 */
function mapInvocation(value: JsonObject): EcsDocument {
  const invoking = invokingEvent(value.invokingEvent);
  const item = asRecord(invoking.configurationItem) ?? asRecord(invoking.configurationItemSummary) ?? {};
  const leftScope = value.eventLeftScope;
  return {
    "@timestamp": isoTime(invoking.notificationCreationTime),
    event: {
      kind: "event",
      category: ["configuration"],
      type: ["info"],
      action: text(invoking.messageType) ?? "RuleInvocation",
      outcome: "unknown",
    },
    ...common({ ...value, awsRegion: item.awsRegion }),
    aws: nonEmpty({
      config_rules: nonEmpty({
        resource_type: text(item.resourceType),
        resource_id: text(item.resourceId),
        rule_arn: text(value.configRuleArn),
        event_left_scope: typeof leftScope === "boolean" ? leftScope : undefined,
      }),
    }),
  };
}

function invokingEvent(json: unknown): JsonObject {
  try {
    return asRecord(JSON.parse(String(json))) ?? {};
  } catch (cause) {
    throw new RecordError("invokingEvent is not JSON", { cause });
  }
}

function common(value: JsonObject): Pick<EcsDocument, "cloud" | "rule"> {
  const arn = text(value.configRuleARN) ?? text(value.configRuleArn);
  return {
    cloud: {
      account: nonEmpty({ id: text(value.awsAccountId) ?? text(value.accountId) }),
      region: text(value.awsRegion),
      service: { name: "config" },
    },
    rule: nonEmpty({
      id: text(value.configRuleId) ?? text(arn?.split("/")[1]),
      name: text(value.configRuleName),
    }),
  };
}
