import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { integer, type JsonObject, nonEmpty, text } from "../../functions/shared/values";

/** Whether it is what somebody sent from the results of an insight with a custom action. */
export function isInsightResult(value: JsonObject): boolean {
  return typeof value.insightArn === "string" && value.insightArn.includes(":insight/") && "insightResults" in value;
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html */
export function mapInsightResult(detail: JsonObject, envelope: RecordEnvelope | undefined): EcsDocument {
  return {
    "@timestamp": envelope?.time,
    message: text(detail.insightName),
    event: {
      kind: "event",
      category: ["configuration"],
      type: ["info"],
      action: text(detail.actionName) ?? envelope?.detailType ?? "insight-results",
      outcome: "unknown",
      id: envelope?.id,
      reason: text(detail.actionDescription),
    },
    cloud: { service: { name: "securityhub" } },
    aws: {
      securityhub: {
        custom_action_arn: envelope?.resources?.find((arn) => arn.includes(":action/custom/")),
        insight: nonEmpty({
          arn: text(detail.insightArn),
          result_type: text(detail.resultType),
          result_count: integer(detail["number of results"]),
          results: flatObject(detail.insightResults),
        }),
      },
    },
  };
}
