import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { isOcsf } from "../../functions/shared/ocsf/map";
import { eventBridgeId } from "../../functions/shared/unique-id";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapFinding, updateId } from "./finding";
import { isInsightResult, mapInsightResult } from "./insight";
import { isSecurityHubOcsf, mapOcsfFinding } from "./ocsf";

export default defineSource({
  id: "aws-securityhub",
  title: "AWS Security Hub",
  documentation: "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html",
  module: "aws",
  dataset: "aws.securityhub",
  indexPeriod: "month",
  delivery:
    "Make an EventBridge rule for the source `aws.securityhub`, in the Region to which findings are aggregated, whose target is an Amazon Data Firehose stream to the archive. Findings of both formats (ASFF and OCSF) may come by it; so may answers of `GetFindings`.",
  format: "json",
  // EventBridge events hold `findings`; `Findings` is the answer of the API.
  recordArrays: ["Findings", "findings"],
  keys: [],
  envelopes: [
    {
      eventSource: /^aws\.securityhub$/,
      detailType:
        /^(?:Security Hub Findings - (?:Imported|Custom Action)|Security Hub Insight Results|Findings Imported V2)$/,
    },
  ],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && (isFinding(record) || isInsightResult(record) || isSecurityHubOcsf(record));
  },
  open: () => mapRecord,
  fields,
});

function mapRecord(record: RawRecord): MappedRecord {
  const value = asRecord(record.value);
  if (value !== undefined && isFinding(value)) {
    return { kind: "event", document: mapFinding(value, record.envelope), id: updateId(value, record.envelope) };
  }
  if (value !== undefined && isOcsf(value)) {
    return { kind: "event", ...mapOcsfFinding(value) };
  }
  if (value !== undefined && isInsightResult(value)) {
    return { kind: "event", document: mapInsightResult(value, record.envelope), id: eventBridgeId(record.envelope) };
  }
  throw new RecordError("not a Security Hub finding: expected an object with SchemaVersion, ProductArn and Id");
}

/** `SchemaVersion` is 2018-10-08 in all findings; AWS's own lists of findings may leave it out, `ProductArn` never. */
function isFinding(value: JsonObject): boolean {
  const product = value.ProductArn;
  return (
    typeof value.Id === "string" &&
    typeof product === "string" &&
    product.includes(":securityhub:") &&
    ("GeneratorId" in value || "SchemaVersion" in value)
  );
}
