import policy from "../../../policies/opensearch/os-cmk";
import { describePolicy, domain, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    "a key": [domain({ encryptAtRest: { enabled: true, kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" } })],
    "a key that is not made yet": [domain({ encryptAtRest: { enabled: true, kmsKeyId: UNKNOWN } })],
  },
  bad: {
    "nothing is said": { graph: [domain()], says: /AWS's own key/ },
    "no key": { graph: [domain({ encryptAtRest: { enabled: true } })], says: /AWS's own key/ },
  },
  undecided: {
    "an output that AWS may fill in": [
      domain({ encryptAtRest: { enabled: true, kmsKeyId: UNKNOWN } }, { propertyDeps: {} }),
    ],
  },
});
