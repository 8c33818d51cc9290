import policy from "../../../policies/iam/iam-no-kms-star";
import { describePolicy, document, resource, UNKNOWN } from "../support";

const policy_ = (statement: Record<string, unknown>, name = "policy") =>
  resource("aws:iam/policy:Policy", name, { policy: document({ Effect: "Allow", ...statement }) });
const unknown = resource("aws:iam/policy:Policy", "policy", { policy: UNKNOWN });

describePolicy(policy, {
  good: {
    "one key": [policy_({ Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/1" })],
    "encrypting with any": [policy_({ Action: "kms:Encrypt", Resource: "*" })],
  },
  bad: {
    "any key": { graph: [policy_({ Action: "kms:Decrypt", Resource: "*" })], says: /kms:decrypt with every key/ },
    "any key of the account": {
      graph: [policy_({ Action: "kms:*", Resource: "arn:aws:kms:*:111122223333:key/*" })],
      says: /kms:decrypt, kms:reencryptfrom with every key/,
    },
  },
  undecided: { "the document is unknown": [unknown] },
});
