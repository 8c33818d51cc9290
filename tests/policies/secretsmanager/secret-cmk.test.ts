import policy from "../../../policies/secretsmanager/secret-cmk";
import { describePolicy, resource, UNKNOWN } from "../support";

const secret = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:secretsmanager/secret:Secret", "s", props, { id: "arn:s", arn: "arn:s", ...more });

describePolicy(policy, {
  good: {
    "a key": [secret({ kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" })],
    "a key that is not made yet": [secret({ kmsKeyId: UNKNOWN })],
  },
  bad: {
    none: { graph: [secret()], says: /no key of your own/ },
    "AWS's key": { graph: [secret({ kmsKeyId: "alias/aws/secretsmanager" })], says: /no key of your own/ },
  },
  undecided: { "an output that AWS may fill in": [secret({ kmsKeyId: UNKNOWN }, { propertyDeps: {} })] },
});
