import policy from "../../../policies/lambda/lambda-async-failure-destination";
import { describePolicy, lambda, resource, UNKNOWN } from "../support";

const mapping = (functionName: unknown) =>
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "m", { functionName });
const invoke = (props: Record<string, unknown>) =>
  resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "i", { functionName: "a", ...props });

describePolicy(policy, {
  good: {
    "a dead-letter topic": [lambda("a", { deadLetterConfig: { targetArn: "arn:aws:sns:eu-west-1:111122223333:t" } })],
    "it reads a queue": [lambda("a"), mapping("a")],
    "a destination": [lambda("a"), invoke({ destinationConfig: { onFailure: { destination: "arn:aws:sqs:x" } } })],
  },
  bad: {
    "nothing is said": { graph: [lambda("a")], says: /loses events/ },
    "for successes only": {
      graph: [lambda("a"), invoke({ destinationConfig: { onSuccess: { destination: "arn:aws:sqs:x" } } })],
      says: /loses events/,
    },
  },
  undecided: { "which function reads the queue is unknown": [lambda("a"), mapping(UNKNOWN)] },
});
