import assert from "node:assert/strict";
import { ConfigurationError } from "../../../functions/shared/errors";
import { defaultLimits, limitDefinitions, limitNames, parseLimits, tagOf } from "../../../functions/shared/limits";

describe("the limits", () => {
  it("are the defaults where none is given, each in its range", () => {
    assert.deepEqual(parseLimits({}), defaultLimits);
    for (const name of limitNames) {
      const { default: usual, minimum, maximum } = limitDefinitions[name];
      assert.ok(minimum <= usual && usual <= maximum && minimum < maximum, name);
      assert.deepEqual(parseLimits({ [name]: usual }), defaultLimits);
    }
  });

  it("are those that are given, beside the defaults of the others", () => {
    assert.deepEqual(parseLimits({ lineBytes: 4096, depth: 20 }), { ...defaultLimits, lineBytes: 4096, depth: 20 });
  });

  const refused: readonly [string, Readonly<Record<string, unknown>>, RegExp][] = [
    [
      "one that is too small",
      { lineBytes: 1 },
      /^lineBytes is 1; allowed: a whole number from 1024 to 16777216\. Correct it/,
    ],
    [
      "one that is too large",
      { depth: 101 },
      /^depth is 101; allowed: a whole number from 10 to 100\. .*default, 100$/,
    ],
    ["a text", { keys: "5000" }, /^keys is "5000"; allowed: a whole number/],
    ["a fraction", { keys: 100.5 }, /^keys is 100\.5; allowed/],
    ["null", { keys: null }, /^keys is null; allowed/],
    [
      "a misspelt one",
      { linebytes: 4096 },
      /^there is no limit "linebytes": did you mean lineBytes\? Allowed: expandedBytes, /,
    ],
    ["one of Object's own names", { constructor: 1 }, /^there is no limit "constructor"\. Allowed: expandedBytes, /],
    [
      "two that contradict each other",
      { expandedBytes: 2 ** 20, ratioFreeBytes: 2 ** 21 },
      /^ratioFreeBytes is 2097152, more than expandedBytes \(1048576\).*lower ratioFreeBytes or raise expandedBytes$/,
    ],
  ];
  for (const [what, given, message] of refused) {
    it(`are not ${what}`, () => {
      assert.throws(
        () => parseLimits(given),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it("have a tag where the record is kept", () => {
    assert.equal(tagOf("lineBytes"), "line-truncated");
    assert.equal(tagOf("members"), undefined);
  });
});
