import policy from "../../../policies/efs/efs-encrypted";
import { describePolicy, resource, UNKNOWN } from "../support";

const fileSystem = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:efs/fileSystem:FileSystem", "fs", props, { id: "fs-1", ...more });

describePolicy(policy, {
  good: {
    "a key": [fileSystem({ encrypted: true, kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" })],
    "a key that is not made yet": [fileSystem({ encrypted: true, kmsKeyId: UNKNOWN })],
  },
  bad: {
    nothing: { graph: [fileSystem()], says: /is not encrypted/ },
    "AWS's key": { graph: [fileSystem({ encrypted: true })], says: /AWS's own key/ },
  },
  undecided: { "it is unknown": [fileSystem({ encrypted: UNKNOWN })] },
});
