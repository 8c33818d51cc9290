import assert from "node:assert/strict";
import { javaTime } from "../../../../functions/shared/time/java-time";

describe("times as Java writes them", () => {
  for (const [value, time] of [
    ["Wed Sep 04 16:59:44.356 UTC 2024", "2024-09-04T16:59:44.356Z"],
    ["Sun Feb 29 00:00:00 GMT 2032", "2032-02-29T00:00:00Z"],
    ["Sep 4, 2024, 4:59:44 PM", "2024-09-04T16:59:44Z"],
    ["Jan 2, 2026, 12:00:07 AM", "2026-01-02T00:00:07Z"],
    ["Jan 2, 2026 12:00:07\u202fPM", "2026-01-02T12:00:07Z"],
    ["2026-01-02T02:00:00Z", "2026-01-02T02:00:00Z"],
    [1767319200, "2026-01-02T02:00:00Z"],
    ["Wed Sep 04 16:59:44.356 CET 2024", undefined],
    ["Wed Foo 04 16:59:44.356 UTC 2024", undefined],
    ["Wed Feb 31 16:59:44.356 UTC 2024", undefined],
    ["yesterday", undefined],
    ["", undefined],
    [null, undefined],
  ] as const) {
    it(`${JSON.stringify(value)} is ${time ?? "none"}`, () => assert.equal(javaTime(value), time));
  }
});
