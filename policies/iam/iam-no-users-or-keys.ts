import { definePolicy } from "../policy";

const kinds: Readonly<Record<string, string>> = {
  "aws:iam/user:User": "is an IAM user",
  "aws:iam/accessKey:AccessKey": "is an access key, which stands in the state of the stack",
  "aws:iam/userLoginProfile:UserLoginProfile": "is a password, which stands in the state of the stack",
  "aws:iam/userPolicy:UserPolicy": "is a policy of a user",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "is a policy of a user",
};

export default definePolicy({
  id: "iam-no-users-or-keys",
  title: "The stack has no IAM users, passwords or access keys",
  rationale: "Keys that do not expire are what most break-ins begin with.",
  severity: "mandatory",
  service: "iam",
  securityHub: ["IAM.2"],
  checkov: ["CKV_AWS_40"],
  fix: "Use roles: of the service, of IAM Identity Center, or by web identity.",
  example: `const role = new aws.iam.Role("reader", { assumeRolePolicy: document });`,
  types: Object.keys(kinds),
  scope: "stack",
  *check(resource, graph) {
    const what = kinds[resource.type];
    // A policy of a user is found with the user where that is of the stack.
    if (resource.type.includes("/userPolicy") && graph.target(resource, "user", "aws:iam/user:User")) return;
    if (what !== undefined) yield what;
  },
});
