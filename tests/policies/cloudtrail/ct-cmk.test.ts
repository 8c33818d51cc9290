import policy from "../../../policies/cloudtrail/ct-cmk";
import { describePolicy, resource, UNKNOWN } from "../support";

const trail = (props: Record<string, unknown>, more = {}) =>
  resource("aws:cloudtrail/trail:Trail", "trail", props, more);

describePolicy(policy, {
  good: {
    "a key": [trail({ kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" })],
    "a key that is not made yet": [trail({ kmsKeyId: UNKNOWN })],
  },
  bad: {
    none: { graph: [trail({})], says: /no key of your own/ },
    "an empty one": { graph: [trail({ kmsKeyId: "" })], says: /no key of your own/ },
  },
  undecided: { "an output that AWS may fill in": [trail({ kmsKeyId: UNKNOWN }, { propertyDeps: {} })] },
});
