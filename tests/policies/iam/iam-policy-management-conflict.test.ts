import policy from "../../../policies/iam/iam-policy-management-conflict";
import { describePolicy, document, resource, UNKNOWN } from "../support";

const role = (props: Record<string, unknown>) => resource("aws:iam/role:Role", "role", props, { id: "role" });
const separate = (name: unknown) => resource("aws:iam/rolePolicy:RolePolicy", "p", { role: name, policy: document() });

describePolicy(policy, {
  good: {
    separate: [role({}), separate("role")],
    inside: [role({ inlinePolicies: [{ name: "a", policy: document() }] })],
    "of another role": [role({ inlinePolicies: [{ name: "a", policy: document() }] }), separate("other")],
  },
  bad: {
    "inline policies in both": {
      graph: [
        role({ inlinePolicies: [{ name: "a", policy: document() }], given: 1 }),
        separate("role"),
        separate("role"),
      ],
      says: /in inlinePolicies and in RolePolicy p/,
    },
    "managed policies in both": {
      graph: [
        role({ managedPolicyArns: ["arn:aws:iam::111122223333:policy/a"] }),
        resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "att", { role: "role", policyArn: "arn:b" }),
      ],
      says: /in managedPolicyArns and in RolePolicyAttachment att/,
    },
  },
  undecided: {
    "which role it is for is unknown": [
      role({ inlinePolicies: [{ name: "a", policy: document() }] }),
      separate("other"),
      separate(UNKNOWN),
    ],
  },
  asWritten: true,
});
