import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { eventBridgeId } from "../../functions/shared/unique-id";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapFinding, updateId } from "./finding";
import { mapServiceEvent } from "./service-event";

export default defineSource({
  id: "aws-inspector",
  title: "Amazon Inspector",
  documentation: "https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html",
  module: "aws",
  dataset: "aws.inspector",
  indexPeriod: "month",
  delivery:
    "Make an EventBridge rule for the source `aws.inspector2` whose target is an Amazon Data Firehose stream to the archive; or export findings reports in JSON to its bucket.",
  format: "json",
  // `findings` is what a findings report and the answer of ListFindings hold.
  recordArrays: ["findings"],
  keys: [],
  envelopes: [{ eventSource: /^aws\.inspector2$/, detailType: /^Inspector2 / }],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && (isFinding(record) || isScan(record));
  },
  open: () => mapRecord,
  fields,
});

function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (record !== undefined && isFinding(record)) {
    return { kind: "event", document: mapFinding(record), id: updateId(record) };
  }
  if (record !== undefined && (isScan(record) || envelope?.detailType !== undefined)) {
    return { kind: "event", document: mapServiceEvent(record, envelope), id: eventBridgeId(envelope) };
  }
  throw new RecordError("not an Inspector finding: expected an object with findingArn and type");
}

function isFinding(value: JsonObject): boolean {
  return (
    typeof value.findingArn === "string" && value.findingArn.includes(":inspector2:") && typeof value.type === "string"
  );
}

/** The `detail` of an `Inspector2 Scan` event. */
function isScan(value: JsonObject): boolean {
  return typeof value["scan-status"] === "string" && asRecord(value["finding-severity-counts"]) !== undefined;
}
