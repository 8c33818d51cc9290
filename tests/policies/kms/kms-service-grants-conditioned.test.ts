import policy from "../../../policies/kms/kms-service-grants-conditioned";
import { describePolicy, document, resource, service, UNKNOWN } from "../support";

const grants = (more: Record<string, unknown>) => [
  resource("aws:kms/key:Key", "key", {}, { id: "1" }),
  resource("aws:kms/keyPolicy:KeyPolicy", "p", {
    keyId: "1",
    policy: document(service("s3.amazonaws.com", "kms:GenerateDataKey", more)),
  }),
];

describePolicy(policy, {
  good: {
    "for one account": grants({ Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }),
    "for the log groups of an account": grants({
      Principal: { Service: "logs.eu-west-1.amazonaws.com" },
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111122223333:*" } },
    }),
    "describing the key only": grants({ Action: "kms:DescribeKey" }),
  },
  bad: {
    "for anybody": { graph: grants({}), says: /statement 1 lets s3.amazonaws.com use the key for any account/ },
    "for any account's log groups": {
      graph: grants({ Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:*" } } }),
      says: /for any account/,
    },
  },
  undecided: { "the document is unknown": [resource("aws:kms/keyPolicy:KeyPolicy", "p", { policy: UNKNOWN })] },
});
