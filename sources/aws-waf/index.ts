import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapRequest } from "./map";
import { rawFields } from "./raw-fields";

export default defineSource({
  id: "aws-waf",
  title: "AWS WAF",
  documentation: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html",
  module: "aws",
  dataset: "aws.waf",
  indexPeriod: "day",
  delivery: "Turn on logging of the web ACL with a bucket or Firehose stream whose name starts with `aws-waf-logs-`.",
  format: "json",
  keys: [
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?<account>\d{12})\/WAFLogs\/(?:cloudfront|(?<region>[a-z]{2}(?:-[a-z]+)+-\d+))\/[^/]+\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/\d{2}\/[^/]+_waflogs_[^/]+\.log(?:\.gz)?$/,
    },
    {
      // Firehose: the name of the stream must start with aws-waf-logs-; stream, version, time and a UUID name the object.
      pattern: /(?:^|\/)aws-waf-logs-[^/]+-\d+(?:-\d{2,4}){6}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: /^aws-waf-logs-/ }],
  recognises: (value) => isRequest(asRecord(value)),
  open: () => mapRecord,
  fields,
  rawFields,
});

function isRequest(value: JsonObject | undefined): value is JsonObject {
  return (
    value !== undefined &&
    typeof value.webaclId === "string" &&
    asRecord(value.httpRequest) !== undefined &&
    ("action" in value || "terminatingRuleId" in value)
  );
}

function mapRecord(record: RawRecord): MappedRecord {
  const value = asRecord(record.value);
  if (!isRequest(value)) {
    throw new RecordError("not a WAF log record: expected an object with webaclId, action and httpRequest");
  }
  return { kind: "event", document: mapRequest(value) };
}
