import { read } from "../graph";
import { definePolicy } from "../policy";

// The kinds of sources whose mapping can report single failures, by the service in their ARN.
const services: ReadonlySet<string> = new Set(["sqs", "kinesis", "dynamodb"]);

export default definePolicy({
  id: "lambda-esm-partial-batch",
  title: "Event source mappings retry the failed items of a batch only",
  rationale:
    "Otherwise one bad message makes Lambda repeat the whole batch, and takes the good ones into the dead-letter queue.",
  severity: "mandatory",
  service: "lambda",
  frameworks: { "nist-800-53": ["SI-11"] },
  fix: 'Set functionResponseTypes to ["ReportBatchItemFailures"].',
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  scope: "resource",
  *check(mapping) {
    const types = read(mapping, "functionResponseTypes");
    if (Array.isArray(types) && types.includes("ReportBatchItemFailures")) return;
    // Reading the source last keeps a mapping of a new queue from being undecided when all is well.
    const source = read(mapping, "eventSourceArn");
    const service = typeof source === "string" ? source.split(":")[2] : undefined;
    if (service === undefined || services.has(service)) yield "does not report the failures of single items";
  },
});
