import { readNumber } from "../graph";
import { definePolicy } from "../policy";
import { queueType } from "./queues";

// Of SQS and Lambda, where the program says nothing.
const defaultVisibilitySeconds = 30;
const defaultTimeoutSeconds = 3;

export default definePolicy({
  id: "sqs-visibility-vs-lambda-timeout",
  title: "A queue hides a message for six times the function's timeout and the batch window",
  rationale:
    "Lambda retries a throttled batch within the visibility timeout; when it is shorter, the same message is handled twice at once and counts as received until it lands in the dead-letter queue.",
  severity: "mandatory",
  service: "sqs",
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  fix: "Raise visibilityTimeoutSeconds of the queue, or lower the timeout of the function.",
  example: `const queue = new aws.sqs.Queue("logs", { visibilityTimeoutSeconds: 6 * 300 + 2 });
new aws.lambda.EventSourceMapping("logs", {
  eventSourceArn: queue.arn,
  functionName: loader.arn, // its timeout is 300
  maximumBatchingWindowInSeconds: 2,
});`,
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  scope: "stack",
  *check(mapping, graph) {
    const queue = graph.target(mapping, "eventSourceArn", queueType);
    if (queue === undefined) return;
    const lambda = graph.target(mapping, "functionName", "aws:lambda/function:Function");
    if (lambda === undefined) return;
    const visibility = readNumber(queue, "visibilityTimeoutSeconds", defaultVisibilitySeconds);
    const timeout = readNumber(lambda, "timeout", defaultTimeoutSeconds);
    const batchWindow = readNumber(mapping, "maximumBatchingWindowInSeconds", 0);
    const wanted = 6 * timeout + batchWindow;
    if (visibility < wanted) {
      yield `queue ${queue.name} hides messages for ${visibility} s; function ${lambda.name} with ${timeout} s and a batch window of ${batchWindow} s needs ${wanted} s`;
    }
  },
});
