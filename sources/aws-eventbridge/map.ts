import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { isSecretOrVariables } from "../../functions/shared/secrets/secrets";
import { asRecord, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import { classify, outcomeOf } from "./classify";
import { ecsTask, instanceOf, reasonOf, s3Object, stateOf } from "./parts";

/** An event by what all events say, and what some services' details say alike. */
export function mapDetail(value: unknown, envelope: RecordEnvelope): EcsDocument {
  const { eventSource, detailType, resources } = envelope;
  const detail = asRecord(value) ?? {};
  const state = stateOf(detail);
  const { category, type } = classify(eventSource, detailType, state);
  const instance = instanceOf(detail, resources);
  const caller = text(detail.callerUserArn);
  const object = eventSource === "aws.s3" ? s3Object(detail) : {};
  const task = eventSource === "aws.ecs" && category.includes("process") ? ecsTask(detail) : {};
  const isAlarm = detailType === "CloudWatch Alarm State Change" && state === "ALARM";
  return {
    ...object,
    ...task,
    "@timestamp": envelope.time,
    message: text(detail.message) ?? text(detail.Message),
    event: {
      kind: isAlarm ? "alert" : "event",
      category,
      type: [type],
      action: detailType ?? "event",
      provider: eventSource,
      id: envelope.id,
      outcome: outcomeOf(detailType, state),
      reason: reasonOf(detail),
      start: isoTime(detail.StartTime) ?? isoTime(detail.startedAt),
      end: isoTime(detail.EndTime) ?? isoTime(detail.stoppedAt),
    },
    cloud: {
      account: nonEmpty({ id: envelope.accountId }),
      region: envelope.region,
      // `ec2` of `aws.ec2`; others than AWS's services name themselves.
      service: { name: text(eventSource?.replace(/^aws\./, "")) ?? "events" },
      instance: nonEmpty({ id: instance }),
    },
    rule: isAlarm ? nonEmpty({ name: text(detail.alarmName) }) : undefined,
    user: nonEmpty({ name: text(caller?.slice(caller.lastIndexOf("/") + 1)) }),
    related: nonEmpty({ ...task.related, hosts: list(instance) }),
    aws: nonEmpty({
      eventbridge: nonEmpty({ state, resources, detail: flatObject(value, { isSecret: isSecretOrVariables }) }),
    }),
  };
}
