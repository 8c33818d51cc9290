import policy from "../../../policies/opensearch/aoss-encryption-policy";
import { describePolicy, resource, UNKNOWN } from "../support";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const collection = () => resource("aws:opensearch/serverlessCollection:ServerlessCollection", "c", { name: "siem" });
const encryption = (policy: object) =>
  resource("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "e", {
    type: "encryption",
    policy: JSON.stringify(policy),
  });

describePolicy(policy, {
  good: {
    "by name": [collection(), encryption({ Rules: [{ Resource: ["collection/siem"] }], KmsARN: key })],
    "by pattern": [collection(), encryption({ Rules: [{ Resource: ["collection/s*"] }], KmsARN: key })],
  },
  bad: {
    none: { graph: [collection()], says: /no encryption policy/ },
    "of another collection": {
      graph: [collection(), encryption({ Rules: [{ Resource: ["collection/other"] }], KmsARN: key })],
      says: /no encryption policy/,
    },
    "AWS's key": {
      graph: [collection(), encryption({ Rules: [{ Resource: ["collection/*"] }], AWSOwnedKey: true })],
      says: /AWS's own key/,
    },
  },
  undecided: {
    "the policy is unknown": [
      collection(),
      resource("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "e", {
        type: "encryption",
        policy: UNKNOWN,
      }),
    ],
  },
});
