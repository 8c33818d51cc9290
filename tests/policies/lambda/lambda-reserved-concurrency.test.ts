import policy from "../../../policies/lambda/lambda-reserved-concurrency";
import { describePolicy, lambda, UNKNOWN } from "../support";

const reserved = (value: unknown, more = {}) => [lambda("a", { reservedConcurrentExecutions: value }, more)];

describePolicy(policy, {
  good: { twenty: reserved(20), "none may run": reserved(0) },
  bad: {
    "nothing is said": { graph: [lambda("a")], says: /no concurrency reserved/ },
    "no limit": { graph: reserved(-1), says: /no concurrency reserved/ },
  },
  undecided: { "an output that AWS may fill in": reserved(UNKNOWN, { propertyDeps: {} }) },
});
