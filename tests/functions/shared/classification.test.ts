import assert from "node:assert/strict";
import { type ClassificationRule, classify, verbType } from "../../../functions/shared/classification";

describe("the type of an action by its verb", () => {
  for (const [action, type] of [
    ["user.create", "creation"],
    ["Add member to role", "creation"],
    ["DELETE_USER", "deletion"],
    ["UserDeleted", "deletion"],
    ["protected_branch.policy_override", "change"],
    ["git.clone", "access"],
    ["repos_added.disable", "change"],
    ["create.initiated", "creation"],
    ["constructor", "change"],
    ["address.update", "change"],
    [undefined, "change"],
  ] as const) {
    it(`${action}: ${type}`, () => assert.equal(verbType(action), type));
  }
});

describe("classifying an action", () => {
  const rules: readonly ClassificationRule[] = [
    { action: /^login$/, category: ["authentication"], type: ["start"] },
    { action: /^user\./, category: ["iam"], about: "user", whole: /^user\.create$/ },
  ];
  for (const [action, category, type] of [
    ["login", ["authentication"], ["start"]],
    ["user.create", ["iam"], ["user", "creation"]],
    ["user.create_token", ["iam"], ["user", "change"]],
    ["user.view", ["iam"], ["user", "info"]],
    ["rule.delete", ["configuration"], ["deletion"]],
    [undefined, ["configuration"], ["change"]],
  ] as const) {
    it(`${action}`, () => assert.deepEqual(classify(action, rules), { category, type }));
  }
});
