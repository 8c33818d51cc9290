import policy from "../../../policies/kms/kms-no-wildcard-principal";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, document, resource } from "../support";

const use = { Sid: "Use", Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" };
const key = (change: object) => [
  resource("aws:kms/key:Key", "key", {}),
  resource("aws:kms/keyPolicy:KeyPolicy", "policy", { keyId: "key", policy: document({ ...use, ...change }) }),
];

describePolicy(policy, {
  good: {
    "the account administers the key": key({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*" }),
    "everyone of the account may use it": key({ Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } } }),
    "KMS's own policy": [resource("aws:kms/key:Key", "key", {})],
  },
  bad: {
    "everyone may use it": { graph: key({}), says: /statement Use allows kms:decrypt to everyone/ },
    "everyone may use it through a service": {
      graph: key({ Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } }),
      says: /to everyone/,
    },
    "a policy of a key of another stack": {
      graph: [resource("aws:kms/keyPolicy:KeyPolicy", "policy", { policy: document({ ...use, Principal: "*" }) })],
      says: /to everyone/,
    },
  },
  undecided: { "the document is unknown": [resource("aws:kms/key:Key", "key", { policy: UNKNOWN })] },
});
