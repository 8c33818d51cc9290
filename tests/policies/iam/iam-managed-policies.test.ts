import policy from "../../../policies/iam/iam-managed-policies";
import { describePolicy, resource, UNKNOWN } from "../support";

const role = resource("aws:iam/role:Role", "role", {}, { id: "role" });
const attached = (policyArn: unknown, name = "a") =>
  resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", name, { role: "role", policyArn });

describePolicy(policy, {
  good: {
    "a policy of the account": [role, attached("arn:aws:iam::111122223333:policy/own")],
    "two of them": [
      attached("arn:aws:iam::111122223333:policy/a"),
      attached("arn:aws:iam::111122223333:policy/b", "b"),
    ],
  },
  bad: {
    "an administrator": {
      graph: [attached("arn:aws:iam::aws:policy/AdministratorAccess")],
      says: /managed policy AdministratorAccess/,
    },
    "of a function, in China": {
      graph: [role, attached("arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")],
      says: /service-role\/AWSLambdaBasicExecutionRole/,
    },
  },
  undecided: { "the policy is unknown": [attached(UNKNOWN)] },
});
