import assert from "node:assert/strict";
import type { SourceAccount } from "../../../local/demo/load-day";
import { verifyCounts } from "../../../local/demo/verify";

const whole: SourceAccount = {
  source: "aws-alb",
  objects: 2,
  events: 10,
  received: 10,
  indexed: 9,
  duplicate: 0,
  rejected: 1,
  dropped: 0,
  seconds: 1,
  unaccounted: [],
};
const row = (count: number) => [{ value: "aws.alb", count, counted: 0 }];

describe("The account of the day", () => {
  it("is right when generator, loader and index agree", () => {
    const { problems, documents } = verifyCounts([whole], row(9));
    assert.deepEqual(problems, []);
    assert.equal(documents.get("aws-alb"), 9);
  });

  it("is right when a record was delivered twice and known already", () => {
    assert.deepEqual(verifyCounts([{ ...whole, indexed: 5, duplicate: 4 }], row(9)).problems, []);
  });

  const cases: readonly (readonly [string, Partial<SourceAccount>, number, RegExp])[] = [
    [
      "an object was not accounted for",
      { unaccounted: ["a/b.log.gz"] },
      9,
      /1 object is not accounted for, such as a\/b\.log\.gz/,
    ],
    [
      "the loader received less than was generated",
      { received: 9, indexed: 8 },
      9,
      /10 events were generated, the loader received 9/,
    ],
    [
      "the loader lost a record",
      { indexed: 8 },
      9,
      /10 received are not 8 indexed \+ 0 duplicate \+ 1 rejected \+ 0 dropped/,
    ],
    ["the index has fewer documents", {}, 8, /the index has 8 documents, expected 9/],
    ["the index has an event twice", {}, 10, /the index has 10 documents, expected 9/],
  ];
  for (const [name, change, count, problem] of cases) {
    it(`says so when ${name}`, () => {
      assert.match(verifyCounts([{ ...whole, ...change }], row(count)).problems.join("\n"), problem);
    });
  }

  it("says so when the index has nothing of a log", () => {
    assert.match(verifyCounts([whole], []).problems.join("\n"), /the index has 0 documents/);
  });
});
