import policy from "../../../policies/lambda/lambda-env-cmk";
import { describePolicy, lambda, UNKNOWN } from "../support";

const environment = { variables: { A: "1" } };

describePolicy(policy, {
  good: {
    "a key": [lambda("a", { environment, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" })],
    "no environment": [lambda("a")],
    "a key that is not made yet": [lambda("a", { environment, kmsKeyArn: UNKNOWN })],
  },
  bad: {
    "no key": { graph: [lambda("a", { environment })], says: /without a key of your own/ },
    "an empty one": { graph: [lambda("a", { environment, kmsKeyArn: "" })], says: /without a key of your own/ },
  },
  undecided: {
    "an output that AWS may fill in": [lambda("a", { environment, kmsKeyArn: UNKNOWN }, { propertyDeps: {} })],
  },
});
