import { defineSource, type MappedRecord, type RawRecord, type RecordEnvelope } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { eventBridgeId } from "../../functions/shared/unique-id";
import { asArray, asRecord, isoTime, type JsonObject, list, text } from "../../functions/shared/values";
import { mapDetail } from "./map";

export default defineSource({
  id: "aws-eventbridge",
  title: "Amazon EventBridge events",
  documentation: "https://docs.aws.amazon.com/eventbridge/latest/ref/events.html",
  module: "aws",
  dataset: "aws.eventbridge",
  indexPeriod: "month",
  delivery:
    'Make an EventBridge rule whose target is an Amazon Data Firehose stream to the archive: with the pattern `{"source": [{"prefix": "aws."}]}` it sends all events of AWS. Events that are of other sources, such as findings and CloudTrail\'s, become theirs; this one takes what is left, events of partners and of applications too.',
  format: "json",
  keys: [],
  // All of AWS Config's are aws-config-history's where no other source claims them.
  envelopes: [{ eventSource: /^(?!aws\.config$)./ }],
  recognises: (value) => isEvent(asRecord(value)),
  generic: true,
  open: () => mapRecord,
  fields: {
    "aws.eventbridge.state": "keyword",
    "aws.eventbridge.resources": "keyword",
    "aws.eventbridge.detail": "flat_object",
  },
});

/** A whole event: one whose detail is no object, so that the loader finds no envelope in it. */
function isEvent(value: JsonObject | undefined): value is JsonObject {
  if (typeof value?.["detail-type"] !== "string" || typeof value.source !== "string") return false;
  return "account" in value || "time" in value || "resources" in value;
}

function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (isEvent(record)) return mapped(record.detail, envelopeOf(record));
  if (record === undefined || envelope?.kind !== "eventbridge") {
    throw new RecordError("not an EventBridge event: expected an object with source, detail-type and detail");
  }
  return mapped(record, envelope);
}

function mapped(detail: unknown, envelope: RecordEnvelope): MappedRecord {
  return { kind: "event", document: mapDetail(detail, envelope), id: eventBridgeId(envelope) };
}

function envelopeOf(event: JsonObject): RecordEnvelope {
  return {
    kind: "eventbridge",
    accountId: text(event.account),
    region: text(event.region),
    time: isoTime(event.time),
    id: text(event.id),
    eventSource: text(event.source),
    detailType: text(event["detail-type"]),
    resources: list(asArray(event.resources)),
  };
}
