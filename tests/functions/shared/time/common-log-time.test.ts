import assert from "node:assert/strict";
import { commonLogTime, spelledTime } from "../../../../functions/shared/time/common-log-time";

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

describe("time with the month's name", () => {
  for (const [time, iso] of [
    ["Fri, 02 Jan 2026 03:04:05:678", "2026-01-02T03:04:05.678Z"],
    ["2 Jan 2026 03:04:05.6 UTC", "2026-01-02T03:04:05.6Z"],
    ["02 Jan 2026 03:04:05", "2026-01-02T03:04:05Z"],
    ["31 Feb 2026 03:04:05", undefined],
    ["02 Foo 2026 03:04:05", undefined],
    ["02 Jan 2026 03:04:05 CET", undefined],
  ] as const) {
    it(`${time} is ${iso ?? "no time"}`, () => assert.equal(spelledTime(time), iso));
  }
});
