import assert from "node:assert/strict";
import { indexNamer, timeRange } from "../../../functions/loader/indices";

describe("index names", () => {
  it("end with the day or the month", () => {
    const time = "2026-01-02T03:04:05.678Z";
    assert.equal(indexNamer({ dataset: "aws.vpc_flow", indexPeriod: "day" })(time), "siem-aws.vpc_flow-2026-01-02");
    assert.equal(indexNamer({ dataset: "aws.cloudtrail", indexPeriod: "month" })(time), "siem-aws.cloudtrail-2026-01");
  });

  it("of unrecognised objects do not repeat the module", () => {
    assert.equal(
      indexNamer({ dataset: "siem.unrecognised", indexPeriod: "month" })("2026-01-02T03:04:05Z"),
      "siem-unrecognised-2026-01",
    );
  });

  for (const dataset of [
    "",
    "AWS.cloudtrail",
    "aws/x",
    "aws x",
    "a*b",
    "a,b",
    'a"b',
    "a\nb",
    "é",
    ".a",
    "a".repeat(101),
  ]) {
    it(`cannot be made of the dataset ${JSON.stringify(dataset.slice(0, 20))}`, () => {
      assert.throws(() => indexNamer({ dataset, indexPeriod: "day" }), RangeError);
    });
  }

  it("allow for times from the retention before the arrival to a day after it", () => {
    const arrival = new Date("2026-01-10T00:00:00Z");
    assert.deepEqual(timeRange(arrival, 7), {
      earliest: Date.parse("2026-01-03T00:00:00Z"),
      latest: Date.parse("2026-01-11T00:00:00Z"),
    });
    assert.equal(timeRange(arrival, undefined).earliest, 0);
  });
});
