import assert from "node:assert/strict";
import { indexNamer, withMonthlyIndices } from "../../../functions/loader/indices";
import { sources } from "../../../functions/loader/registry.generated";

describe("the indices of a serverless collection", () => {
  it("are of a month each, whatever a source has in a domain", () => {
    assert.ok(
      sources.some(({ indexPeriod }) => indexPeriod === "day"),
      "a source with an index a day",
    );
    const names = withMonthlyIndices(sources).map((source) => indexNamer(source)("2026-01-02T03:04:05Z"));
    assert.deepEqual(
      names,
      sources.map(({ dataset }) => `siem-${dataset}-2026-01`),
    );
  });
});
