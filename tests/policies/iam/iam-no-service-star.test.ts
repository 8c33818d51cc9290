import policy from "../../../policies/iam/iam-no-service-star";
import { describePolicy, document, resource, UNKNOWN } from "../support";

const policy_ = (statement: Record<string, unknown>, name = "policy") =>
  resource("aws:iam/policy:Policy", name, { policy: document({ Effect: "Allow", ...statement }) });
const ofRole = (statement: Record<string, unknown>) => [
  resource("aws:iam/role:Role", "role", {}, { id: "role" }),
  resource("aws:iam/rolePolicy:RolePolicy", "p", { role: "role", policy: document({ Effect: "Allow", ...statement }) }),
];
const unknown = resource("aws:iam/policy:Policy", "policy", { policy: UNKNOWN });

describePolicy(policy, {
  good: {
    "actions are named": [policy_({ Action: ["sqs:ReceiveMessage", "sqs:Get*"], Resource: "*" })],
    "actions are named, in a role": ofRole({ Action: "sqs:ReceiveMessage", Resource: "*" }),
    "a service is denied": [policy_({ Effect: "Deny", Action: "s3:*", Resource: "*" })],
  },
  bad: {
    "a service": { graph: [policy_({ Action: "s3:*", Resource: "arn:aws:s3:::a" })], says: /of a service: s3:\*/ },
    "among others, in a role": {
      graph: ofRole({ Action: ["s3:GetObject", "ES:*"], Resource: "*" }),
      says: /of a service: es:\*/,
    },
  },
  undecided: { "the document is unknown": [unknown] },
});
