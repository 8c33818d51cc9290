import { isGiven, isSeparate } from "../graph";
import { definePolicy } from "../policy";
import { attachmentType, rolePolicyType, roleType } from "./policies";

const places = [
  ["inlinePolicies", rolePolicyType, "RolePolicy"],
  ["managedPolicyArns", attachmentType, "RolePolicyAttachment"],
] as const;

export default definePolicy({
  id: "iam-policy-management-conflict",
  title: "The policies of a role are in one place",
  rationale: "A role that lists its policies removes those of other resources: each deployment undoes the last.",
  severity: "mandatory",
  service: "iam",
  fix: "Leave inlinePolicies and managedPolicyArns out where there are RolePolicy and RolePolicyAttachment resources.",
  example: `const role = new aws.iam.Role("loader", { assumeRolePolicy: trust });
new aws.iam.RolePolicy("loader", { role: role.id, policy: document });`,
  types: [roleType],
  scope: "stack",
  *check(role, graph) {
    for (const [property, type, kind] of places) {
      const separate = isGiven(role, property) ? graph.pointingAt(role, type, "role", isSeparate) : [];
      if (separate.length > 0)
        yield `has policies in ${property} and in ${kind} ${separate.map(({ name }) => name).join(", ")}`;
    }
  },
});
