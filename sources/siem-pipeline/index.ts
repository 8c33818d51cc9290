import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { lookup } from "../../functions/shared/lookup";
import { asArray, asRecord, type JsonObject, text } from "../../functions/shared/values";
import { counters, mapLine } from "./map-line";
import { mapMetrics, metricNames } from "./map-metrics";

/** Of the loader's metrics, as its stack names it for them. */
const metricNamespace = "siem";

/*
 * The loader's log, loaded by itself, would be a loop: each object makes lines, which are in the next object. It does
 * not grow, since an object has one line of the log and one of metrics for each source and limit, but it would never end. The
 * filter below keeps lines about this source's own objects out of the archive.
 */
export default defineSource({
  id: "siem-pipeline",
  title: "This pipeline's own accounting and metrics",
  documentation:
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html",
  module: "siem",
  dataset: "siem.pipeline",
  indexPeriod: "month",
  delivery:
    'Subscribe an Amazon Data Firehose stream of its own to the loader\'s log group, `/aws/lambda/<name>-loader`, with the filter `{ ($.message = "object *" || $._aws.Timestamp > 0) && ($.source != "siem-pipeline" || $.source NOT EXISTS) }`. The last condition is needed: without it, the lines about each object of this source would make another such object, for ever.',
  format: "json",
  keys: [],
  recognises: (value) => kindOf(asRecord(value)) !== undefined,
  open: () => mapRecord,
  fields: {
    "siem.pipeline.version_id": "keyword",
    "siem.pipeline.message_id": "keyword",
    "siem.pipeline.source": "keyword",
    "siem.pipeline.outcome": "keyword",
    ...Object.fromEntries(Object.values(counters).map((name) => [`siem.pipeline.records.${name}`, "long"] as const)),
    "siem.pipeline.dropped": "flat_object",
    "siem.pipeline.limit": "keyword",
    "siem.pipeline.limits_reached": "flat_object",
    "siem.pipeline.place": "flat_object",
    "siem.pipeline.details": "flat_object",
    ...Object.fromEntries(Object.values(metricNames).map((name) => [`siem.pipeline.metrics.${name}`, "long"] as const)),
    "siem.pipeline.metrics.arrival_to_indexed_seconds": "double",
    "siem.pipeline.metrics.event_to_indexed_seconds": "double",
  },
});

type Kind = "line" | "metrics";

/** Messages of the loader and the configurator, with a member that theirs have. */
const messages: Readonly<Record<string, string>> = {
  "object accounted": "received",
  "object failed": "received",
  "object parked": "received",
  "object postponed": "received",
  "message not understood, left to the dead-letter queue": "messageId",
  "no country database, addresses are loaded without countries": "reason",
  "content installed": "contentHash",
};

function kindOf(value: JsonObject | undefined): Kind | undefined {
  if (value === undefined) return undefined;
  const metrics = asArray(asRecord(value._aws)?.CloudWatchMetrics);
  if (metrics.some((item) => asRecord(item)?.Namespace === metricNamespace)) return "metrics";
  const member = lookup(messages, text(value.message));
  return member !== undefined && member in value && "level" in value && "service" in value ? "line" : undefined;
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  const kind = kindOf(record);
  if (record === undefined || kind === undefined) {
    throw new RecordError("not of this pipeline: expected a line of the loader's log or its embedded metrics");
  }
  return { kind: "event", document: kind === "line" ? mapLine(record) : mapMetrics(record) };
}
