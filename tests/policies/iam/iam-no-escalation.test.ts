import policy from "../../../policies/iam/iam-no-escalation";
import { describePolicy, document, resource, UNKNOWN } from "../support";

const policy_ = (statement: Record<string, unknown>, name = "policy") =>
  resource("aws:iam/policy:Policy", name, { policy: document({ Effect: "Allow", ...statement }) });
const unknown = resource("aws:iam/policy:Policy", "policy", { policy: UNKNOWN });

describePolicy(policy, {
  good: {
    "one role may be changed": [
      policy_({ Action: "iam:PutRolePolicy", Resource: "arn:aws:iam::111122223333:role/one" }),
    ],
    "any role may be passed to one service": [
      policy_({
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
      }),
    ],
    "it is denied": [policy_({ Effect: "Deny", Action: "iam:*", Resource: "*" })],
  },
  bad: {
    "any role may be changed": {
      graph: [policy_({ Action: "iam:AttachRolePolicy", Resource: "arn:aws:iam::111122223333:role/*" })],
      says: /allows iam:attachrolepolicy on anything/,
    },
    "everything of IAM": { graph: [policy_({ Action: "iam:*", Resource: "*" })], says: /iam:createpolicyversion/ },
    "any role may be passed": {
      graph: [policy_({ Action: "iam:PassRole", Resource: "*" })],
      says: /passes any role to any service/,
    },
    "all but S3": { graph: [policy_({ NotAction: "s3:*", Resource: "*" })], says: /passes any role/ },
  },
  undecided: { "the document is unknown": [unknown] },
});
