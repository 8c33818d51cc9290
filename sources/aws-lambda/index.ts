import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject, nonEmpty } from "../../functions/shared/values";
import { mapApplicationEntry, mapLine } from "./application";
import { fields } from "./fields";
import { withFunction } from "./origin";
import { isPlatformEvent, isPlatformLine, mapPlatformEvent, mapPlatformLine } from "./platform";

export default defineSource({
  id: "aws-lambda",
  title: "AWS Lambda function logs",
  documentation: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html",
  module: "aws",
  dataset: "aws.lambda",
  indexPeriod: "day",
  delivery:
    "Send the functions' log groups, `/aws/lambda/<function>`, to a Firehose stream that ends in the archive. Records of other sources that a function logs are those sources'.",
  format: "lines",
  keys: [],
  envelopes: [{ logGroup: /^\/aws\/lambda\// }],
  generic: true,
  recognises: (value) => (typeof value === "string" ? isPlatformLine(value) : isPlatformEvent(asRecord(value))),
  open: () => mapRecord,
  fields,
});

function mapRecord({ value, envelope }: RawRecord): MappedRecord {
  const document = typeof value === "string" ? mapText(value) : mapObject(asRecord(value));
  return { kind: "event", document: withFunction(document, envelope) };
}

function mapText(line: string): EcsDocument {
  if (line.trim() === "") throw new RecordError("an empty line where a function's was expected");
  return isPlatformLine(line) ? mapPlatformLine(line) : mapLine(line);
}

function mapObject(entry: JsonObject | undefined): EcsDocument {
  if (entry === undefined || nonEmpty(entry) === undefined) {
    throw new RecordError("not a function's log line: expected a text or an object");
  }
  return isPlatformEvent(entry) ? mapPlatformEvent(entry) : mapApplicationEntry(entry);
}
