import policy from "../../../policies/kms/kms-rotation";
import { describePolicy, resource, UNKNOWN } from "../support";

const key = (props: Record<string, unknown>, more = {}) =>
  resource("aws:kms/key:Key", "key", props, { id: "1", arn: "arn:aws:kms:eu-west-1:111122223333:key/1", ...more });

describePolicy(policy, {
  good: {
    on: [key({ enableKeyRotation: true })],
    "a key for signing, which is not rotated": [
      key({ customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" }),
    ],
  },
  bad: {
    "nothing is said": { graph: [key({})], says: /is not rotated/ },
    off: { graph: [key({ enableKeyRotation: false })], says: /is not rotated/ },
  },
  undecided: { "it is unknown": [key({ enableKeyRotation: UNKNOWN })] },
});
