import assert from "node:assert/strict";
import { commonLogTime } from "../../../functions/shared/common-log-time";

describe("time of the Common Log Format", () => {
  for (const [time, iso] of [
    ["06/Feb/2019:00:00:38 +0000", "2019-02-06T00:00:38Z"],
    ["31/Dec/2025:23:30:00 -0130", "2026-01-01T01:00:00Z"],
    ["31/Feb/2019:00:00:38 +0000", undefined],
    ["06/Foo/2019:00:00:38 +0000", undefined],
    ["2019-02-06T00:00:38Z", undefined],
    ["-", undefined],
  ] as const) {
    it(`${time} is ${iso ?? "no time"}`, () => assert.equal(commonLogTime(time), iso));
  }
});
