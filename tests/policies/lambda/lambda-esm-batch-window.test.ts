import policy from "../../../policies/lambda/lambda-esm-batch-window";
import { describePolicy, queueArn, resource, UNKNOWN } from "../support";

const mapping = (props: Record<string, unknown>) => [
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "m", { eventSourceArn: queueArn("logs"), ...props }),
];

describePolicy(policy, {
  good: {
    ten: mapping({ batchSize: 10 }),
    "a hundred with a window": mapping({ batchSize: 100, maximumBatchingWindowInSeconds: 1 }),
    "a hundred of a stream": mapping({
      batchSize: 100,
      eventSourceArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/s",
    }),
  },
  bad: {
    "a hundred": { graph: mapping({ batchSize: 100 }), says: /batches of 100 messages/ },
    "eleven, without waiting": {
      graph: mapping({ batchSize: 11, maximumBatchingWindowInSeconds: 0 }),
      says: /batches of 11/,
    },
  },
  undecided: { "the window is unknown": mapping({ batchSize: 100, maximumBatchingWindowInSeconds: UNKNOWN }) },
});
