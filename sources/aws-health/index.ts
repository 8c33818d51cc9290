import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject, text } from "../../functions/shared/values";
import { mapEvent, updateId } from "./map";

export default defineSource({
  id: "aws-health",
  title: "AWS Health",
  documentation: "https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html",
  module: "aws",
  dataset: "aws.health",
  indexPeriod: "month",
  delivery:
    "Make an EventBridge rule for the source `aws.health` whose target is an Amazon Data Firehose stream to the archive: in the management account, or the delegated administrator's, once organisational view is on; in each account otherwise.",
  format: "json",
  keys: [],
  envelopes: [{ eventSource: /^aws\.health$/, detailType: /^AWS Health / }],
  recognises: (value) => isHealthEvent(asRecord(value)),
  open: () => mapRecord,
  fields: {
    "aws.health.service": "keyword",
    "aws.health.category": "keyword",
    "aws.health.scope": "keyword",
    "aws.health.status": "keyword",
    "aws.health.communication_id": "keyword",
    "aws.health.page": "long",
    "aws.health.total_pages": "long",
    "aws.health.last_updated": "date",
    "aws.health.receiving_account_id": "keyword",
    "aws.health.affected_entities.value": "keyword",
    "aws.health.affected_entities.status": "keyword",
    "aws.health.affected_entities.tags": "keyword",
    "aws.health.actionability": "keyword",
    "aws.health.personas": "keyword",
    "aws.health.metadata": "flat_object",
  },
});

/** An event of EventBridge, or of the API's answers, which have other names for ARN and region. */
function isHealthEvent(value: JsonObject | undefined): boolean {
  if (typeof value?.eventTypeCode !== "string") return false;
  const arn = text(value.eventArn) ?? text(value.arn);
  return arn !== undefined && /^arn:aws[a-z-]*:health:/.test(arn);
}

function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const event = asRecord(value);
  if (event === undefined || (envelope?.kind !== "eventbridge" && !isHealthEvent(event))) {
    throw new RecordError("not an AWS Health event: expected an object with eventArn and eventTypeCode");
  }
  return { kind: "event", document: mapEvent(event, envelope), id: updateId(event, envelope) };
}
