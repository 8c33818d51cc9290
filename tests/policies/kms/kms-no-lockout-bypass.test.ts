import policy from "../../../policies/kms/kms-no-lockout-bypass";
import { describePolicy, resource, UNKNOWN } from "../support";

const key = (props: Record<string, unknown>, more = {}) =>
  resource("aws:kms/key:Key", "key", props, { id: "1", arn: "arn:aws:kms:eu-west-1:111122223333:key/1", ...more });

describePolicy(policy, {
  // Key and key policy have the property each for itself.
  asWritten: true,
  good: { "nothing is said": [key({})], off: [key({ bypassPolicyLockoutSafetyCheck: false })] },
  bad: {
    "a key": { graph: [key({ bypassPolicyLockoutSafetyCheck: true })], says: /lock everybody out/ },
    "a policy": {
      graph: [resource("aws:kms/keyPolicy:KeyPolicy", "p", { bypassPolicyLockoutSafetyCheck: true })],
      says: /lock everybody out/,
    },
  },
  undecided: { "it is unknown": [key({ bypassPolicyLockoutSafetyCheck: UNKNOWN })] },
});
