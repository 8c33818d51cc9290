import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { isSecret } from "../../functions/shared/secrets/secrets";
import {
  asRecord,
  decimal,
  flag,
  integer,
  isoTime,
  type JsonObject,
  nonEmpty,
  text,
} from "../../functions/shared/values";

/** Counts of an object's records, by their names in the log. */
export const counters = {
  received: "received",
  indexed: "indexed",
  duplicate: "duplicate",
  rejected: "rejected",
  pipelineErrors: "pipeline_errors",
} as const;

const outcomes: Readonly<Record<string, string>> = {
  read: "success",
  empty: "success",
  skipped: "success",
  continued: "success",
  postponed: "success",
  missing: "failure",
  quarantined: "failure",
  failed: "failure",
  parked: "failure",
};

/** A line of the log: what became of one object, or something that is wrong with the pipeline. */
export function mapLine(line: JsonObject): EcsDocument {
  const message = text(line.message);
  const level = text(line.level)?.toLowerCase();
  const outcome = text(line.outcome);
  const bucket = text(line.bucket);
  const key = text(line.key);
  const seconds = decimal(line.seconds);
  const reason = text(line.reason);
  const error = text(line.error);
  const objects = bucket !== undefined || key !== undefined;
  const records = Object.entries(counters).map(([member, name]) => [name, integer(line[member])] as const);
  const coldStart = flag(line.cold_start);
  return {
    "@timestamp": isoTime(line.timestamp),
    event: {
      kind: "event",
      category: [objects ? "file" : "configuration"],
      type: [objects ? "access" : "info"],
      action: message ?? "log",
      outcome: outcomeOf(outcome, level, integer(line.rejected)),
      reason: error === undefined ? reason : undefined,
      duration: seconds === undefined || seconds < 0 ? undefined : Math.round(seconds * 1e9),
    },
    error: error === undefined ? undefined : { type: error, message: reason },
    file: key === undefined ? undefined : { path: bucket === undefined ? key : `s3://${bucket}/${key}` },
    service: nonEmpty({ name: text(line.service) }),
    faas: nonEmpty({
      name: text(line.function_name),
      id: text(line.function_arn),
      execution: text(line.function_request_id),
      coldstart: coldStart,
    }),
    trace: nonEmpty({ id: text(line.xray_trace_id) }),
    log: nonEmpty({ level }),
    siem: nonEmpty({
      pipeline: nonEmpty({
        version_id: text(line.versionId),
        message_id: text(line.messageId),
        source: text(line.source),
        outcome,
        records: nonEmpty(Object.fromEntries(records)),
        dropped: flatObject(line.dropped),
        limits_reached: flatObject(line.limitsReached),
        place: flatObject(line.place),
        details: objects ? undefined : flatObject(detailsOf(line), { isSecret }),
      }),
    }),
  };
}

function outcomeOf(outcome: string | undefined, level: string | undefined, rejected: number | undefined): string {
  if (rejected !== undefined && rejected > 0) return "failure";
  if (outcome === undefined) return level === "error" || level === "critical" ? "failure" : "unknown";
  return lookup(outcomes, outcome) ?? "unknown";
}

/** What is said about no object, without what all lines have. */
const common: ReadonlySet<string> = new Set([
  "level",
  "message",
  "timestamp",
  "service",
  "cold_start",
  "function_arn",
  "function_memory_size",
  "function_name",
  "function_request_id",
  "sampling_rate",
  "xray_trace_id",
  "messageId",
  "reason",
]);

function detailsOf(line: JsonObject): JsonObject {
  return asRecord(Object.fromEntries(Object.entries(line).filter(([name]) => !common.has(name)))) ?? {};
}
