import assert from "node:assert/strict";
import { counted, noun } from "../../../../functions/shared/text/counted";

describe("a number with its noun", () => {
  it("has the noun of one for one alone", () => {
    assert.deepEqual(
      [0, 1, 2, 21].map((number) => counted(number, "mandatory violation")),
      ["0 mandatory violations", "1 mandatory violation", "2 mandatory violations", "21 mandatory violations"],
    );
  });

  it("takes verbs and irregular nouns as they are", () => {
    assert.equal(counted(1, "policy is", "policies are"), "1 policy is");
    assert.equal(counted(3, "policy is", "policies are"), "3 policies are");
    assert.equal(noun(1, "index", "indices"), "index");
  });
});
