import policy from "../../../policies/iam/iam-no-star";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, document, resource } from "../support";

const get = { Sid: "Get", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::archive/*" };
const graph = (...changes: Record<string, unknown>[]) => [
  resource("aws:iam/role:Role", "role", {}),
  resource("aws:iam/rolePolicy:RolePolicy", "policy", {
    role: "role",
    policy: document(...changes.map((change) => ({ ...get, ...change }))),
  }),
];

describePolicy(policy, {
  good: {
    "actions and resources are named": graph({}),
    "a name has a wildcard in it": graph({ Action: ["s3:Get*"], Resource: "arn:aws:s3:::archive*" }),
    "actions that know no resource": graph({ Action: ["xray:PutTraceSegments", "ec2:DescribeSubnets"], Resource: "*" }),
    "everything is denied": graph({ Effect: "Deny", Action: "*", Resource: "*" }),
    "a role without policies in it": [resource("aws:iam/role:Role", "role", { assumeRolePolicy: UNKNOWN })],
  },
  bad: {
    "every action": { graph: graph({ Action: "*" }), says: /statement Get allows every action$/ },
    "every action of every service, in a list": {
      graph: graph({ Action: ["s3:GetObject", "*:*"] }),
      says: /allows every action$/,
    },
    "all actions but one": {
      graph: graph({ Action: undefined, NotAction: "iam:*" }),
      says: /allows every action but iam:\*/,
    },
    "every resource": { graph: graph({ Resource: "*" }), says: /allows s3:getobject on every resource/ },
    "every resource of a service": {
      graph: graph({ Resource: ["arn:aws:s3:::*"] }),
      says: /allows s3:getobject on every resource/,
    },
    "every resource of a partition": { graph: graph({ Resource: "arn:aws:*" }), says: /on every resource/ },
    "every queue of every account": {
      graph: graph({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:*" }),
      says: /on every resource/,
    },
    "all resources but one": { graph: graph({ Resource: undefined, NotResource: "arn:x" }), says: /on every resource/ },
    "one loose action among those that know no resource": {
      graph: graph({ Action: ["ec2:DescribeSubnets", "sqs:SendMessage"], Resource: ["*"] }),
      says: /allows sqs:sendmessage on every resource/,
    },
    "a policy written into a role": {
      graph: [
        resource("aws:iam/role:Role", "role", {
          inlinePolicies: [{ policy: document(get) }, { policy: document({ ...get, Action: "*" }) }],
        }),
      ],
      says: /allows every action/,
    },
    "an effect that is misspelt": {
      graph: graph({ Effect: "allow" }),
      says: /effect of statement Get is "allow"; it must be/,
    },
  },
  undecided: {
    "the document is unknown": [resource("aws:iam/policy:Policy", "policy", { policy: UNKNOWN })],
    "a resource is unknown": [
      resource("aws:iam/policy:Policy", "policy", { policy: { Statement: { ...get, Resource: [UNKNOWN] } } }),
    ],
  },
});
