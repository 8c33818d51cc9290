import assert from "node:assert/strict";
import fc from "fast-check";
import { isoSecond, utcMilliseconds } from "../../../../functions/shared/time/iso-time";
import { runs } from "../../../support/fuzz";

describe("the milliseconds of a time in UTC", () => {
  it("are those of Date, for any date", () => {
    const date = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (point) => {
        assert.equal(utcMilliseconds(point.toISOString()), point.getTime());
      }),
      runs(2_000),
    );
  });

  it("leave out what is smaller", () => {
    const second = Date.UTC(2026, 0, 2, 3, 4, 5);
    for (const [fraction, milliseconds] of [
      ["", 0],
      [".1", 100],
      [".12", 120],
      [".123", 123],
      [".123000", 123],
      [".000080", 0],
      [".999999999", 999],
    ] as const) {
      assert.equal(utcMilliseconds(`2026-01-02T03:04:05${fraction}Z`), second + milliseconds, fraction);
    }
  });

  for (const text of [
    "2026-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00.1234567890Z",
    "2026-01-01T00:00:00.123xZ",
    "2026-01-01T00:00:00+01:00",
    "2026-01-01 00:00:00Z",
    "2026-01-01T00:00:0xZ",
    "",
  ]) {
    it(`are not a number for ${JSON.stringify(text)}`, () => {
      assert.ok(Number.isNaN(utcMilliseconds(text)));
    });
  }

  it("know leap days", () => {
    assert.equal(utcMilliseconds("2024-02-29T12:00:00Z"), Date.UTC(2024, 1, 29, 12));
    assert.equal(utcMilliseconds("2000-02-29T12:00:00Z"), Date.UTC(2000, 1, 29, 12));
  });
});

describe("a second as ISO 8601", () => {
  it("is right also where another one was remembered in its place", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_102_444_800 }), { maxLength: 20 }), (seconds) => {
        for (const second of [...seconds, ...seconds.map((one) => one + 4_096)]) {
          assert.equal(isoSecond(second), new Date(second * 1_000).toISOString().replace(".000Z", "Z"));
        }
      }),
    );
  });
});
