import { definePolicy } from "../policy";
import { accountOf, narrows, statementsOf } from "../statements";
import { Undecided } from "../unknown";
import { roleType } from "./policies";

const proofs: ReadonlySet<string> = new Set([
  "sts:externalid",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
]);

export default definePolicy({
  id: "iam-external-id",
  title: "Other accounts assume roles with an external id, or as members of the organisation",
  rationale: "A vendor who serves many customers can otherwise be made to assume this role by another of them.",
  severity: "mandatory",
  service: "iam",
  fix: "Add sts:ExternalId or aws:PrincipalOrgID to the condition.",
  example: `const statement = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:root" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "sts:ExternalId": externalId } },
};`,
  types: [roleType],
  scope: "stack",
  *check(role, graph) {
    for (const { label, effect, principals, conditions } of statementsOf(role, "assumeRolePolicy")) {
      const accounts = (principals?.aws ?? []).map(accountOf).filter((account) => account !== undefined);
      if (effect !== "Allow" || accounts.length === 0) continue;
      if (conditions.some((condition) => narrows(condition, proofs))) continue;
      const own = graph.account();
      if (own === undefined) throw new Undecided(`the account of role ${role.name}`);
      const others = [...new Set(accounts.filter((account) => account !== own))];
      if (others.length > 0) yield `statement ${label} lets account ${others.join(", ")} assume it without proof`;
    }
  },
});
