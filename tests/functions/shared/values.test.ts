import assert from "node:assert/strict";
import fc from "fast-check";
import {
  asArray,
  asRecord,
  decimal,
  flag,
  integer,
  ipAddress,
  isoTime,
  list,
  nonEmpty,
  portNumber,
  text,
} from "../../../functions/shared/values";
import { runs } from "../../support/fuzz";

function table(reader: (value: unknown) => unknown, rows: readonly (readonly [unknown, unknown])[]): void {
  for (const [value, expected] of rows) {
    it(`${String(typeof value === "object" ? JSON.stringify(value) : value)} (${typeof value}) is ${String(expected)}`, () => {
      assert.deepEqual(reader(value), expected);
    });
  }
}

describe("readers of record fields", () => {
  describe("text", () => {
    table(text, [
      ["a", "a"],
      [" a ", " a "],
      ["", undefined],
      ["-", undefined],
      [0, "0"],
      [true, "true"],
      [10n, "10"],
      [null, undefined],
      [undefined, undefined],
      [{}, undefined],
      [["a"], undefined],
    ]);
  });

  describe("integer", () => {
    table(integer, [
      [7, 7],
      ["7", 7],
      ["-7", -7],
      [7n, 7],
      [7.5, undefined],
      ["7.5", undefined],
      ["0x10", undefined],
      ["", undefined],
      ["-", undefined],
      [2 ** 53, undefined],
      ["9007199254740993", undefined],
    ]);
  });

  describe("decimal", () => {
    table(decimal, [
      [1.5, 1.5],
      ["1.5", 1.5],
      ["-.5", -0.5],
      ["2e-3", 0.002],
      [3n, 3],
      ["1.5s", undefined],
      ["NaN", undefined],
      [Number.POSITIVE_INFINITY, undefined],
      [null, undefined],
      ["", undefined],
      [".", undefined],
      ["5.", 5],
      ["1.2.3", undefined],
      ["-0.5", -0.5],
      ["1e400", undefined],
    ]);

    it("is the number that JavaScript reads in the digits", () => {
      const digits = fc.stringMatching(/^\d{0,12}$/);
      fc.assert(
        fc.property(digits, fc.constantFrom("", "."), digits, (whole, point, fraction) => {
          const written = `${whole}${point}${fraction}`;
          assert.equal(decimal(written), /\d/.test(written) ? Number(written) : undefined);
        }),
        runs(2_000),
      );
    });
  });

  describe("flag", () => {
    table(flag, [
      [true, true],
      ["True", true],
      ["false", false],
      ["yes", undefined],
      ["falsehood", undefined],
      [1, undefined],
    ]);
  });

  describe("ipAddress", () => {
    table(ipAddress, [
      ["192.0.2.1", "192.0.2.1"],
      ["2001:db8::1", "2001:db8::1"],
      ["192.0.2.256", undefined],
      ["192.0.2.0/24", undefined],
      ["fe80::1%eth0", undefined],
      ["ec2.amazonaws.com", undefined],
      ["-", undefined],
      [3221225985, undefined],
    ]);
  });

  describe("portNumber", () => {
    table(portNumber, [
      ["443", 443],
      [0, 0],
      [65_535, 65_535],
      [65_536, undefined],
      [-1, undefined],
      ["https", undefined],
    ]);
  });

  describe("isoTime", () => {
    table(isoTime, [
      ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"],
      ["2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123456789Z"],
      ["2026-01-02T03:04:05.100+02:00", "2026-01-02T01:04:05.100Z"],
      ["2026-01-01T23:04:05-0300", "2026-01-02T02:04:05Z"],
      ["2026-01-02 03:04:05", "2026-01-02T03:04:05Z"],
      ["2026-01-02T03:04Z", "2026-01-02T03:04:00Z"],
      ["20131102T010628Z", "2013-11-02T01:06:28Z"],
      [1_767_323_045, "2026-01-02T03:04:05Z"],
      [1_767_323_045.25, "2026-01-02T03:04:05.250Z"],
      [1_767_323_045_678, "2026-01-02T03:04:05.678Z"],
      [1_767_323_045_678_901, "2026-01-02T03:04:05.678Z"],
      ["1767323045", "2026-01-02T03:04:05Z"],
      ["1767323045678", "2026-01-02T03:04:05.678Z"],
      ["1767323045.5", "2026-01-02T03:04:05.500Z"],
      [1_767_323_045n, "2026-01-02T03:04:05Z"],
      [new Date("2026-01-02T03:04:05.678Z"), "2026-01-02T03:04:05.678Z"],
      [new Date(Number.NaN), undefined],
      ["2026-02-31T00:00:00Z", undefined],
      ["2026-01-02T24:00:00Z", undefined],
      ["2026-01-02T03:04:61Z", undefined],
      ["2026-01-02", undefined],
      ["2012", undefined],
      ["", undefined],
      ["-", undefined],
      [0, undefined],
      [-5, undefined],
      [null, undefined],
    ]);

    it("never throws, and gives nothing but times that a Date reads", () => {
      const anything = fc.oneof(fc.anything(), fc.double(), fc.stringMatching(/^[\d:.TZ+-]{0,30}$/));
      fc.assert(
        fc.property(anything, (value) => {
          const time = isoTime(value);
          assert.ok(time === undefined || !Number.isNaN(Date.parse(time)), time);
        }),
      );
    });

    it("keeps the point in time of any date, in any zone", () => {
      const zone = fc.integer({ min: -14 * 60, max: 14 * 60 });
      const date = fc.date({ min: new Date("1970-01-02"), max: new Date("2999-01-01"), noInvalidDate: true });
      fc.assert(
        fc.property(date, zone, (point, minutes) => {
          const local = new Date(point.getTime() + minutes * 60_000).toISOString().slice(0, -1);
          const hours = String(Math.trunc(Math.abs(minutes) / 60)).padStart(2, "0");
          const rest = String(Math.abs(minutes) % 60).padStart(2, "0");
          assert.equal(isoTime(`${local}${minutes < 0 ? "-" : "+"}${hours}:${rest}`), point.toISOString());
        }),
      );
    });
  });

  it("list keeps each text once and in order, opens arrays and leaves out what is empty", () => {
    assert.deepEqual(list("b", ["a", "b", ""], "-", undefined, null, 4), ["b", "a", "4"]);
    assert.equal(list("", [], null), undefined);
  });

  it("asRecord takes objects only, asArray arrays only", () => {
    assert.deepEqual(asRecord({ a: 1 }), { a: 1 });
    for (const value of [[1], null, "a", 1, undefined]) assert.equal(asRecord(value), undefined);
    assert.deepEqual(asArray([1]), [1]);
    for (const value of [{ length: 1 }, null, "a"]) assert.deepEqual(asArray(value), []);
  });

  it("nonEmpty gives an object with a value and no other", () => {
    assert.deepEqual(nonEmpty({ a: undefined, b: 0 }), { a: undefined, b: 0 });
    assert.equal(nonEmpty({ a: undefined }), undefined);
    assert.equal(nonEmpty({}), undefined);
  });
});
