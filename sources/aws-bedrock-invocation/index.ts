import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { guid } from "../../functions/shared/unique-id";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapInvocation } from "./map";

export default defineSource({
  id: "aws-bedrock-invocation",
  title: "Amazon Bedrock model invocation logs",
  documentation: "https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",
  module: "aws",
  dataset: "aws.bedrock_invocation",
  indexPeriod: "day",
  delivery:
    "Turn on model invocation logging in each region, to the archive's bucket or to a log group that ends there. Of prompts and responses the beginning is indexed; bodies of over 100 KB, which Bedrock writes to `data/`, stay in the archive.",
  format: "json",
  keys: [
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?<account>\d{12})\/BedrockModelInvocationLogs\/(?<region>[a-z0-9-]+)\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/[^/]+\.json(?:\.gz)?$/,
    },
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?<account>\d{12})\/BedrockModelInvocationLogs\/(?<region>[a-z0-9-]+)\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/data\/(?:[^/]+\/)?[^/]+\.(?:json(?:\.gz)?|gz|png|jpe?g|gif|webp|mp4|pdf|csv|docx?|xlsx?|html|txt|md)$/,
      skip: "invocation-body",
    },
    {
      pattern: /(?:^|\/)BedrockModelInvocationLogs\/(?:.*\/)?amazon-bedrock-logs-permission-check$/,
      skip: "write-test",
    },
  ],
  envelopes: [{ logGroup: /^/, logStream: /^aws\/bedrock\/modelinvocations$/ }],
  recognises: (value) => isInvocation(asRecord(value)),
  open: () => mapRecord,
  fields,
});

function isInvocation(value: JsonObject | undefined): value is JsonObject {
  return value?.schemaType === "ModelInvocationLog";
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const invocation = asRecord(value);
  if (!isInvocation(invocation))
    throw new RecordError("not an invocation: expected an object of schemaType ModelInvocationLog");
  return { kind: "event", document: mapInvocation(invocation), id: guid(invocation.requestId) };
}
