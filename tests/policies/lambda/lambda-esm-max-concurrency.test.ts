import policy from "../../../policies/lambda/lambda-esm-max-concurrency";
import { describePolicy, queue, queueArn, resource, UNKNOWN } from "../support";

const mapping = (props: Record<string, unknown>) => [
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "m", { eventSourceArn: queueArn("logs"), ...props }),
];

describePolicy(policy, {
  good: {
    twenty: mapping({ scalingConfig: { maximumConcurrency: 20 } }),
    "a stream, which has shards instead": mapping({
      eventSourceArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/s",
    }),
  },
  bad: {
    "a queue of elsewhere": { graph: mapping({}), says: /says not how many/ },
    "a queue of the stack": { graph: [queue("logs"), ...mapping({})], says: /says not how many/ },
    one: { graph: mapping({ scalingConfig: { maximumConcurrency: 1 } }), says: /Lambda takes 2 to 1000/ },
  },
  undecided: {
    "the source is unknown": mapping({ eventSourceArn: UNKNOWN }),
    "the number is unknown": mapping({ scalingConfig: { maximumConcurrency: UNKNOWN } }),
  },
});
