import policy from "../../../policies/lambda/lambda-esm-concurrency-vs-reserved";
import { describePolicy, functionArn, lambda, resource, UNKNOWN } from "../support";

const pair = (maximumConcurrency: unknown, reservedConcurrentExecutions?: unknown) => [
  lambda("load", { reservedConcurrentExecutions }),
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "m", {
    functionName: functionArn("load"),
    scalingConfig: { maximumConcurrency },
  }),
];

describePolicy(policy, {
  good: { "as many": pair(20, 20), "nothing reserved": pair(20), "no limit": pair(20, -1) },
  bad: {
    "more than reserved": { graph: pair(20, 10), says: /runs 20 of function load at once, which has 10 reserved/ },
    "none may run": { graph: pair(2, 0), says: /has 0 reserved/ },
  },
  undecided: { "what is reserved is unknown": pair(20, UNKNOWN) },
});
