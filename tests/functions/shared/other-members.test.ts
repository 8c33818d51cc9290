import assert from "node:assert/strict";
import { otherMembers } from "../../../functions/shared/other-members";

describe("the members that a mapper has no field for", () => {
  const values = new Set(["name", "size"]);
  const objects = new Set(["owner"]);
  it("are those of no other name", () => {
    assert.deepEqual(otherMembers({ name: "a", size: null, owner: { id: 1 }, extra: 1 }, values, objects), {
      extra: 1,
    });
  });
  it("include values that are objects or lists in this record", () => {
    assert.deepEqual(otherMembers({ name: { first: "a" }, size: [1] }, values, objects), {
      name: { first: "a" },
      size: [1],
    });
  });
});
