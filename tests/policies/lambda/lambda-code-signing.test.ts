import policy from "../../../policies/lambda/lambda-code-signing";
import { describePolicy, lambda, UNKNOWN } from "../support";

const signing = "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1";

describePolicy(policy, {
  good: {
    "a signing configuration": [lambda("a", { codeSigningConfigArn: signing })],
    "one that is not made yet": [lambda("a", { codeSigningConfigArn: UNKNOWN })],
  },
  bad: {
    none: { graph: [lambda("a")], says: /nobody signed/ },
    "an empty one": { graph: [lambda("a", { codeSigningConfigArn: "" })], says: /nobody signed/ },
  },
  undecided: {
    "an output that AWS may fill in": [lambda("a", { codeSigningConfigArn: UNKNOWN }, { propertyDeps: {} })],
  },
});
