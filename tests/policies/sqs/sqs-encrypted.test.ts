import policy from "../../../policies/sqs/sqs-encrypted";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const queue = (props: Record<string, unknown>, more: object = {}) => [
  resource("aws:sqs/queue:Queue", "queue", props, more),
];

describePolicy(policy, {
  good: {
    "a customer key": queue({ kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" }),
    "a key that is not made yet": queue({ kmsMasterKeyId: UNKNOWN }),
    "SQS's own encryption": queue({ sqsManagedSseEnabled: true }),
  },
  bad: {
    "nothing is said": { graph: queue({}), says: /neither a KMS key nor/ },
    "it is switched off": {
      graph: queue({ sqsManagedSseEnabled: false, kmsMasterKeyId: "" }),
      says: /neither a KMS key nor/,
    },
  },
  undecided: { "SQS's own encryption is unknown": queue({ sqsManagedSseEnabled: UNKNOWN }) },
});
