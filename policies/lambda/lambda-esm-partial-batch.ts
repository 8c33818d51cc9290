import { readTexts } from "../graph";
import { definePolicy } from "../policy";
import { mappingType, sourceService } from "./functions";

// The kinds of sources whose mapping can report single failures, by the service in their ARN.
const services: ReadonlySet<string> = new Set(["sqs", "kinesis", "dynamodb"]);

export default definePolicy({
  id: "lambda-esm-partial-batch",
  title: "Event source mappings retry the failed items of a batch only",
  rationale:
    "Otherwise one bad message makes Lambda repeat the whole batch, and takes the good ones into the dead-letter queue.",
  severity: "mandatory",
  service: "lambda",
  fix: 'Set functionResponseTypes to ["ReportBatchItemFailures"].',
  example: `new aws.lambda.EventSourceMapping("logs", {
  eventSourceArn: queue.arn,
  functionName: loader.arn,
  functionResponseTypes: ["ReportBatchItemFailures"],
});`,
  types: [mappingType],
  scope: "resource",
  *check(mapping) {
    if (readTexts(mapping, "functionResponseTypes").includes("ReportBatchItemFailures")) return;
    // Reading the source last keeps a mapping of a new queue from being undecided when all is well.
    const service = sourceService(mapping);
    if (service === undefined || services.has(service)) yield "does not report the failures of single items";
  },
});
