import policy from "../../../policies/lambda/lambda-runtime-supported";
import { describePolicy, lambda, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    current: [lambda("a", { runtime: "nodejs22.x" }), lambda("b", { runtime: "python3.13" })],
    "of the operating system": [lambda("a", { runtime: "provided.al2023" })],
    "a container": [lambda("a", { packageType: "Image" })],
  },
  bad: {
    "an old Node": { graph: [lambda("a", { runtime: "nodejs16.x" })], says: /nodejs16.x, which AWS supports no more/ },
    "an old Python": { graph: [lambda("a", { runtime: "python3.8" })], says: /python3.8/ },
    "the former Go": { graph: [lambda("a", { runtime: "go1.x" })], says: /go1.x/ },
  },
  undecided: { "the runtime is unknown": [lambda("a", { runtime: UNKNOWN })] },
});
