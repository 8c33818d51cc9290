import { readNumber } from "../graph";
import { definePolicy } from "../policy";
import { mappingType, readsQueue } from "./functions";

export default definePolicy({
  id: "lambda-esm-batch-window",
  title: "Mappings of queues that ask for large batches wait for them",
  rationale: "Lambda refuses batches of more than ten messages without a batch window of a second.",
  severity: "advisory",
  service: "lambda",
  fix: "Set maximumBatchingWindowInSeconds to at least 1, or batchSize to at most 10.",
  example: `new aws.lambda.EventSourceMapping("logs", {
  eventSourceArn: queue.arn,
  functionName: loader.arn,
  batchSize: 100,
  maximumBatchingWindowInSeconds: 2,
});`,
  types: [mappingType],
  scope: "stack",
  *check(mapping, graph) {
    const batchSize = readNumber(mapping, "batchSize", 10);
    if (batchSize <= 10 || !readsQueue(mapping, graph)) return;
    if (readNumber(mapping, "maximumBatchingWindowInSeconds", 0) < 1)
      yield `asks for batches of ${batchSize} messages without waiting for them`;
  },
});
