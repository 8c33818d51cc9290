import { definePolicy } from "../policy";
import type { Statement } from "../policy-document";
import { covers, isAboutEverything, statementsOf } from "../statements";
import { identityPolicyTypes } from "./policies";

/** Actions by which somebody gives himself what another may do. */
const escalations = [
  "iam:addusertogroup",
  "iam:attachgrouppolicy",
  "iam:attachrolepolicy",
  "iam:attachuserpolicy",
  "iam:createaccesskey",
  "iam:createloginprofile",
  "iam:createpolicyversion",
  "iam:deleterolepermissionsboundary",
  "iam:putgrouppolicy",
  "iam:putrolepolicy",
  "iam:putuserpolicy",
  "iam:setdefaultpolicyversion",
  "iam:updateassumerolepolicy",
  "iam:updateloginprofile",
] as const;

/** Every role, user, group or policy of an account. */
const wholeAccount = /^arn:[^:]*:iam::[^:]*:(?:role|user|group|policy)\/\*$/;

const isBroad = (statement: Statement) =>
  isAboutEverything(statement) || (statement.resources?.patterns ?? []).some((text) => wholeAccount.test(text));

export default definePolicy({
  id: "iam-no-escalation",
  title: "No IAM policy lets its bearer allow himself more",
  rationale: "Whoever takes over a function that may change any role is an administrator with one more request.",
  severity: "mandatory",
  service: "iam",
  checkov: ["CKV_AWS_286"],
  fix: "Name the roles that may be changed or passed, and iam:PassedToService; or leave that to the deployment.",
  example: `const statement = {
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: taskRole.arn,
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};`,
  types: identityPolicyTypes,
  scope: "resource",
  *check(resource) {
    for (const statement of statementsOf(resource, "policy").filter(({ effect }) => effect === "Allow")) {
      if (!isBroad(statement)) continue;
      const allowed = escalations.filter((action) => covers(statement.actions, action));
      if (allowed.length > 0) yield `statement ${statement.label} allows ${allowed.join(", ")} on anything`;
      const passes = covers(statement.actions, "iam:passrole");
      if (passes && !statement.conditions.some(({ key }) => key === "iam:passedtoservice"))
        yield `statement ${statement.label} passes any role to any service`;
    }
  },
});
