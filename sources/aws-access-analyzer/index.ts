import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { eventBridgeId } from "../../functions/shared/unique-id";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { fields } from "./fields";
import { idOf, mapFinding, mapPreview, updateId } from "./map";

export default defineSource({
  id: "aws-access-analyzer",
  title: "IAM Access Analyzer",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html",
  module: "aws",
  dataset: "aws.access_analyzer",
  indexPeriod: "month",
  delivery:
    "Make an EventBridge rule for the source `aws.access-analyzer` whose target is an Amazon Data Firehose stream to the archive.",
  format: "json",
  // `findings` is the answer of the ListFindings APIs.
  recordArrays: ["findings"],
  keys: [],
  envelopes: [
    {
      eventSource: /^aws\.access-analyzer$/,
      detailType:
        /^(?:Access Analyzer Finding|Internal Access Finding|Unused Access Finding for IAM entities|Access Preview State Change)$/,
    },
  ],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && (isFinding(found(record)) || isPreview(record));
  },
  open: () => mapRecord,
  fields,
});

function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (record !== undefined && isPreview(record)) {
    return { kind: "event", document: mapPreview(record, envelope), id: eventBridgeId(envelope) };
  }
  const finding = record === undefined ? undefined : found(record);
  if (finding === undefined || idOf(finding) === undefined || typeof finding.resource !== "string") {
    throw new RecordError("not an Access Analyzer finding: expected an object with id and resource");
  }
  return { kind: "event", document: mapFinding(finding, envelope), id: updateId(finding) };
}

/** The answer of the GetFinding API is in a member. */
function found(value: JsonObject): JsonObject {
  return asRecord(value.finding) ?? value;
}

function isFinding(value: JsonObject): boolean {
  const { resourceType, analyzedAt, status } = value;
  return (
    idOf(value) !== undefined &&
    typeof resourceType === "string" &&
    resourceType.startsWith("AWS::") &&
    analyzedAt !== undefined &&
    typeof status === "string"
  );
}

function isPreview(value: JsonObject): boolean {
  return typeof value.accessPreviewId === "string" && typeof value.status === "string";
}
