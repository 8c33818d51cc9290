import policy from "../../../policies/cloudwatch/cw-log-cmk";
import { describePolicy, resource, UNKNOWN } from "../support";

const group = (props: Record<string, unknown>, more = {}) =>
  resource("aws:cloudwatch/logGroup:LogGroup", "group", props, more);

describePolicy(policy, {
  good: {
    "a key": [group({ kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" })],
    "a key that is not made yet": [group({ kmsKeyId: UNKNOWN })],
  },
  bad: {
    none: { graph: [group({})], says: /no key of your own/ },
    "an empty one": { graph: [group({ kmsKeyId: "" })], says: /no key of your own/ },
  },
  undecided: { "an output that AWS may fill in": [group({ kmsKeyId: UNKNOWN }, { propertyDeps: {} })] },
});
