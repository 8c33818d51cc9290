import type { EcsDocument } from "../../functions/shared/ecs";
import {
  asArray,
  asRecord,
  decimal,
  integer,
  isoTime,
  type JsonObject,
  nonEmpty,
  text,
} from "../../functions/shared/values";

/** The loader's counts, by their names in CloudWatch. */
export const metricNames = {
  RecordsReceived: "records_received",
  RecordsIndexed: "records_indexed",
  RecordsDuplicate: "records_duplicate",
  RecordsRejected: "records_rejected",
  RecordsDropped: "records_dropped",
  RecordsOnTrial: "records_on_trial",
  RecordsUnmapped: "records_unmapped",
  PipelineErrors: "pipeline_errors",
  RecordsInvalidText: "records_invalid_text",
  SignalsIndexed: "signals_indexed",
  SignalsDuplicate: "signals_duplicate",
  SignalsRejected: "signals_rejected",
  ObjectsLoaded: "objects_loaded",
  ObjectsEmpty: "objects_empty",
  ObjectsMissing: "objects_missing",
  ObjectsQuarantined: "objects_quarantined",
  ObjectsUnrecognised: "objects_unrecognised",
  ObjectsFailed: "objects_failed",
  ObjectsContinued: "objects_continued",
  ObjectsParked: "objects_parked",
  ObjectsPostponed: "objects_postponed",
  BytesLoaded: "bytes_loaded",
  RequestsBusy: "requests_busy",
  RequestsBlocked: "requests_blocked",
  TestEvents: "test_events",
  EventsIgnored: "events_ignored",
  MessagesUnknown: "messages_unknown",
  EnrichmentUnavailable: "enrichment_unavailable",
  LimitsReached: "limits_reached",
} as const;

/**
 * What an invocation of the loader counted for one source, or of one limit.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function mapMetrics(line: JsonObject): EcsDocument {
  const counts = Object.entries(metricNames).map(([metric, name]) => [name, sum(line[metric])] as const);
  return {
    "@timestamp": isoTime(asRecord(line._aws)?.Timestamp),
    event: { kind: "metric", category: ["file"], type: ["info"], action: "metrics" },
    service: nonEmpty({ name: text(line.service) }),
    siem: nonEmpty({
      pipeline: nonEmpty({
        source: text(line.source),
        limit: text(line.limitName),
        metrics: nonEmpty({
          ...Object.fromEntries(counts),
          arrival_to_indexed_seconds: delays(line.ArrivalToIndexedSeconds),
          event_to_indexed_seconds: delays(line.EventToIndexedSeconds),
        }),
      }),
    }),
  };
}

/** A metric that is counted more than once in an invocation is a list. */
function valuesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? asArray(value) : [value];
}

function delays(value: unknown): readonly number[] | undefined {
  const seconds = valuesOf(value)
    .map(decimal)
    .filter((delay) => delay !== undefined);
  return seconds.length > 0 ? seconds : undefined;
}

function sum(value: unknown): number | undefined {
  const counts = valuesOf(value)
    .map(integer)
    .filter((count) => count !== undefined);
  return counts.length > 0 ? integer(counts.reduce((total, count) => total + count, 0)) : undefined;
}
