import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { readApplicationLog } from "../../functions/shared/application-log";
import { awsAccount } from "../../functions/shared/aws/aws-account";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { isSecret, jsonWithoutSecrets } from "../../functions/shared/secrets/secrets";
import { asRecord, isoTime, type JsonObject, nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "aws-ecs-firelens",
  title: "Amazon ECS container logs (FireLens)",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html",
  module: "aws",
  dataset: "aws.ecs_firelens",
  indexPeriod: "day",
  delivery:
    "Use the `awsfirelens` log driver with Fluent Bit's `s3` or `kinesis_firehose` output. What a container logs in a format of another source is that source's.",
  format: "json",
  keys: [],
  generic: true,
  recognises: (value) => isContainerRecord(asRecord(value)),
  open: () => mapRecord,
  fields: {
    "aws.ecs_firelens.task_arn": "keyword",
    "aws.ecs_firelens.task_definition": "keyword",
    "aws.ecs_firelens.stream": "keyword",
    "aws.ecs_firelens.fields": "flat_object",
    "aws.ecs_firelens.additional_fields": "flat_object",
  },
});

/** A container's line, with what FireLens adds of ECS, or at least the name that ECS gives a container. */
function isContainerRecord(value: JsonObject | undefined): value is JsonObject {
  return (
    value !== undefined &&
    typeof value.container_id === "string" &&
    typeof value.container_name === "string" &&
    (typeof value.ecs_task_arn === "string" ||
      typeof value.ecs_cluster === "string" ||
      value.container_name.replace(/^\//, "").startsWith("ecs-"))
  );
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (!isContainerRecord(record)) {
    throw new RecordError(
      "not a container's line: expected an object with container_id, container_name and ecs_task_arn",
    );
  }
  return { kind: "event", document: mapContainerLine(record) };
}

const known: ReadonlySet<string> = new Set([
  ...["container_id", "container_name", "ecs_cluster", "ecs_task_arn", "ecs_task_definition", "ec2_instance_id"],
  ...["log", "source", "date", "time", "@timestamp"],
]);

function mapContainerLine(record: JsonObject): EcsDocument {
  const line = lineOf(record.log);
  const taskArn = text(record.ecs_task_arn);
  // arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/ID, of old without the cluster
  const [, , , region, account, resource] = taskArn?.split(":") ?? [];
  const task = resource?.startsWith("task/") === true ? text(resource.split("/").at(-1)) : undefined;
  const instance = text(record.ec2_instance_id);
  const cluster = text(record.ecs_cluster);
  return {
    ...line.document,
    "@timestamp":
      line.document["@timestamp"] ?? isoTime(record["@timestamp"]) ?? isoTime(record.date) ?? isoTime(record.time),
    event: { category: ["process"], type: ["info"], action: "log", outcome: "unknown" },
    cloud: {
      account: awsAccount(account),
      region: text(region),
      instance: instance === undefined ? undefined : { id: instance },
      service: { name: "ecs" },
    },
    container: nonEmpty({
      id: text(record.container_id),
      name: text(text(record.container_name)?.replace(/^\//, "")),
    }),
    orchestrator: {
      type: "ecs",
      cluster: cluster === undefined ? undefined : { name: cluster },
      resource: task === undefined ? undefined : { type: "task", id: task },
    },
    aws: nonEmpty({
      ecs_firelens: nonEmpty({
        task_arn: taskArn,
        task_definition: text(record.ecs_task_definition),
        stream: text(record.source),
        fields: line.rest,
        additional_fields: flatObject(Object.fromEntries(Object.entries(record).filter(([name]) => !known.has(name))), {
          isSecret,
        }),
      }),
    }),
  };
}

/** What the container wrote: a text, or an object where it logs JSON. */
function lineOf(log: unknown): ReturnType<typeof readApplicationLog> {
  const entry = asRecord(typeof log === "string" ? parsed(log) : log);
  if (entry !== undefined) return readApplicationLog(entry);
  const message = Array.isArray(log) ? text(jsonWithoutSecrets(log)) : text(log)?.trimEnd();
  return { document: { message: text(message) }, rest: undefined };
}

function parsed(log: string): unknown {
  if (!log.startsWith("{")) return log;
  try {
    return JSON.parse(log);
  } catch {
    return log;
  }
}
