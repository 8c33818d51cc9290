import policy from "../../../policies/iam/iam-trust-confused-deputy";
import { describePolicy, document, resource, UNKNOWN } from "../support";

const role = (statement: Record<string, unknown>, more = {}) =>
  resource(
    "aws:iam/role:Role",
    "role",
    { assumeRolePolicy: document({ Effect: "Allow", Action: "sts:AssumeRole", ...statement }), ...more },
    { id: "role", arn: "arn:aws:iam::111122223333:role/role" },
  );

describePolicy(policy, {
  good: {
    "a service of the own account": [role({ Principal: { Service: "lambda.amazonaws.com" } })],
    "a service for one account": [
      role({
        Principal: { Service: "firehose.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      }),
    ],
  },
  bad: {
    "a service for anybody": {
      graph: [role({ Principal: { Service: "firehose.amazonaws.com" } })],
      says: /lets firehose.amazonaws.com assume it for any account/,
    },
    everyone: { graph: [role({ Principal: { AWS: "*" } })], says: /lets everyone assume it/ },
  },
  undecided: { "the document is unknown": [role({}, { assumeRolePolicy: UNKNOWN })] },
});
