import assert from "node:assert/strict";
import { isTimeZone, namedZone, utcTime } from "../../../../functions/shared/time/time-zone";

describe("a wall clock's time", () => {
  for (const [what, local, timeZone, utc] of [
    ["is UTC without a zone", "2026-01-02 03:04:05", undefined, "2026-01-02T03:04:05Z"],
    ["in winter", "2026-01-02T03:04:05", "Europe/Berlin", "2026-01-02T02:04:05Z"],
    ["in summer, with its digits", "2026-07-02 03:04:05.123456", "Europe/Berlin", "2026-07-02T01:04:05.123456Z"],
    ["with a zone of its own keeps it", "2026-07-02T03:04:05+09:00", "Europe/Berlin", "2026-07-01T18:04:05Z"],
    ["shown twice is the first", "2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00Z"],
    ["after the change of the clocks", "2026-10-25T03:00:00", "Europe/Berlin", "2026-10-25T02:00:00Z"],
    ["before the change of the clocks", "2026-03-29T01:59:59", "Europe/Berlin", "2026-03-29T00:59:59Z"],
    ["in a zone of half an hour", "2026-01-02T03:04:05", "Asia/Kolkata", "2026-01-01T21:34:05Z"],
    ["that is none", "2026-02-30T03:04:05", "Europe/Berlin", undefined],
  ] as const) {
    it(what, () => assert.equal(utcTime(local, timeZone), utc));
  }

  it("knows the names of time zones", () => {
    assert.equal(isTimeZone("America/New_York"), true);
    assert.equal(isTimeZone("Mars/Olympus"), false);
  });
});

describe("the name of a zone behind a time", () => {
  for (const [name, configured, zone] of [
    ["UTC", "Europe/Berlin", { timeZone: undefined }],
    ["GMT", undefined, { timeZone: undefined }],
    ["America/New_York", "Europe/Berlin", { timeZone: "America/New_York" }],
    ["CET", "Europe/Berlin", { timeZone: "Europe/Berlin" }],
    ["CST", undefined, { timeZone: undefined, unknown: "CST" }],
    ["Mars/Olympus", undefined, { timeZone: undefined, unknown: "Mars/Olympus" }],
    ["", "Europe/Berlin", { timeZone: "Europe/Berlin" }],
    ["", undefined, { timeZone: undefined }],
  ] as const) {
    it(`${name} is ${JSON.stringify(zone)} where ${configured} is configured`, () =>
      assert.deepEqual(namedZone(name, configured), zone));
  }
});
