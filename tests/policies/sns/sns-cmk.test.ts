import policy from "../../../policies/sns/sns-cmk";
import { describePolicy, resource, UNKNOWN } from "../support";

const arn = "arn:aws:sns:eu-west-1:111122223333:alarms";
const topic = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:sns/topic:Topic", "alarms", props, { id: arn, arn, ...more });

describePolicy(policy, {
  good: {
    "a key": [topic({ kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" })],
    "a key that is not made yet": [topic({ kmsMasterKeyId: UNKNOWN })],
  },
  bad: {
    nothing: { graph: [topic()], says: /is not encrypted/ },
    "AWS's key": { graph: [topic({ kmsMasterKeyId: "alias/aws/sns" })], says: /AWS's own key/ },
  },
  undecided: { "an output that AWS may fill in": [topic({ kmsMasterKeyId: UNKNOWN }, { propertyDeps: {} })] },
});
