import policy from "../../../policies/iam/iam-external-id";
import { describePolicy, document, resource } from "../support";

const role = (statement: Record<string, unknown>, more = {}) =>
  resource(
    "aws:iam/role:Role",
    "role",
    { assumeRolePolicy: document({ Effect: "Allow", Action: "sts:AssumeRole", ...statement }), ...more },
    { id: "role", arn: "arn:aws:iam::111122223333:role/role" },
  );

describePolicy(policy, {
  good: {
    "an external id": [
      role({ Principal: { AWS: "444455556666" }, Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
    ],
    "the own account": [role({ Principal: { AWS: "arn:aws:iam::111122223333:role/other" } })],
    "a member of the organisation": [
      role({ Principal: { AWS: "444455556666" }, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    ],
  },
  bad: {
    "another account": {
      graph: [role({ Principal: { AWS: "arn:aws:iam::444455556666:root" } })],
      says: /lets account 444455556666 assume it without proof/,
    },
    "an external id that need not be there": {
      graph: [
        role({ Principal: { AWS: "444455556666" }, Condition: { StringEqualsIfExists: { "sts:ExternalId": "x" } } }),
      ],
      says: /without proof/,
    },
  },
  undecided: {
    "the own account is unknown": [
      resource("aws:iam/role:Role", "role", {
        assumeRolePolicy: document({ Effect: "Allow", Principal: { AWS: "444455556666" }, Action: "sts:AssumeRole" }),
      }),
    ],
  },
});
