import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { roleType } from "./policies";

export default definePolicy({
  id: "iam-permissions-boundary",
  title: "Every role has a permissions boundary",
  rationale: "A boundary keeps what a mistake in a policy allows within what the organisation wants.",
  // The boundary is the organisation's.
  severity: "disabled",
  service: "iam",
  fix: "Set permissionsBoundary to the ARN of the organisation's boundary.",
  example: `new aws.iam.Role("loader", { permissionsBoundary: boundaryArn, assumeRolePolicy: trust });`,
  types: [roleType],
  scope: "resource",
  *check(role) {
    if (!isGiven(role, "permissionsBoundary")) yield "has no permissions boundary";
  },
});
