import policy from "../../../policies/lambda/lambda-tracing";
import { describePolicy, lambda, UNKNOWN } from "../support";

const traced = (mode: unknown) => [lambda("a", { tracingConfig: { mode } })];

describePolicy(policy, {
  good: {
    active: traced("Active"),
    "two functions": [...traced("Active"), lambda("b", { tracingConfig: { mode: "Active" } })],
  },
  bad: {
    "nothing is said": { graph: [lambda("a")], says: /is not traced/ },
    "only where the caller is": { graph: traced("PassThrough"), says: /is not traced/ },
  },
  undecided: { "the mode is unknown": traced(UNKNOWN) },
});
