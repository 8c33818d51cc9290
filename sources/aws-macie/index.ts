import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapFinding, updateId } from "./map";

export default defineSource({
  id: "aws-macie",
  title: "Amazon Macie",
  documentation: "https://docs.aws.amazon.com/macie/latest/user/findings-publish-event-schemas.html",
  module: "aws",
  dataset: "aws.macie",
  indexPeriod: "month",
  delivery:
    "Make an EventBridge rule for the source `aws.macie` whose target is an Amazon Data Firehose stream to the archive; choose the archive's bucket and KMS key as the repository of sensitive data discovery results.",
  format: "json",
  // `findings` is the answer of the GetFindings API.
  recordArrays: ["findings"],
  keys: [
    // Sensitive data discovery results: one line for each object that was looked at.
    {
      pattern: /(?:^|\/)AWSLogs\/(?<account>\d{12})\/Macie\/(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\/.+\.jsonl(?:\.gz)?$/,
    },
    { pattern: /(?:^|\/)AWSLogs\/\d{12}\/Macie\/macie-test-object$/, skip: "write-test" },
  ],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && isFinding(record);
  },
  open: () => mapRecord,
  fields,
});

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (record === undefined || !isFinding(record)) {
    throw new RecordError("not a Macie finding: expected an object with type and resourcesAffected");
  }
  return { kind: "event", document: mapFinding(record), id: updateId(record) };
}

/** Discovery results have the same members as findings. */
function isFinding(value: JsonObject): boolean {
  const affected = asRecord(value.resourcesAffected);
  if (affected === undefined || !("s3Bucket" in affected || "s3Object" in affected)) return false;
  const type = value.type;
  return (
    asRecord(value.classificationDetails) !== undefined ||
    asRecord(value.policyDetails) !== undefined ||
    (typeof type === "string" && /^(?:SensitiveData|Policy):/.test(type))
  );
}
