import assert from "node:assert/strict";
import type { EcsDocument } from "../../functions/shared/ecs";
import cef from "../../sources/cef-events";
import syslog from "../../sources/linux-syslog";
import { assertGrowsLinearly } from "../support/growth";

const event = "CEF:0|Example|Firewall|1.0|7|Name|5|src=198.51.100.7";

function map(line: string): EcsDocument {
  const object = { bucket: "archive", key: "cef.log", lastModified: new Date("2026-01-02T03:00:00Z") };
  const mapped = cef.open(object)({ ordinal: 0, offset: 0, value: line });
  return mapped.kind === "event" ? mapped.document : assert.fail(mapped.kind);
}

describe("recognising CEF", () => {
  for (const [line, recognised] of [
    [event, true],
    [`<13>${event}`, true],
    [`Jan  2 02:50:03 fw-1 ${event}`, true],
    [`<13>1 2026-01-02T02:50:03Z fw-1 - - - - ${event}`, true],
    [`2026/01/02 02:50:03 some other header ${event}`, true],
    ["CEF:0|a|b|c|d|e|", true],
    ["CEF:0|a|b|c|d", false],
    ["CEF:x|a|b|c|d|e|f|", false],
    ["NOCEF:0|a|b|c|d|e|f|", false],
    ["LEEF:1.0|a|b|c|d|e=f", false],
  ] as const) {
    it(`${recognised ? "takes" : "leaves"} ${line}`, () => assert.equal(cef.recognises(line), recognised));
  }

  it("has what the system log's source leaves to it", () =>
    assert.equal(syslog.recognises(`Jan  2 02:50:03 fw-1 ${event}`), false));
});

describe("mapping CEF", () => {
  for (const [severity, expected] of [
    ["0", 0],
    ["10", 10],
    ["Low", 3],
    ["Very-High", 10],
    ["Unknown", undefined],
    ["constructor", undefined],
  ] as const) {
    it(`takes severity ${severity} for ${expected ?? "none"}`, () =>
      assert.equal(map(`CEF:0|a|b|c|d|e|${severity}|`).event?.severity, expected));
  }

  for (const [time, expected] of [
    ["1767322203123", "2026-01-02T02:50:03.123Z"],
    ["Jan 02 2026 02:50:03", "2026-01-02T02:50:03Z"],
    ["Jan 02 2026 02:50:03.5 UTC", "2026-01-02T02:50:03.5Z"],
    ["Dec 31 23:59:59", "2025-12-31T23:59:59Z"],
    ["Jan 02 2026 02:50:03 XYZ", "2026-01-02T02:50:03Z"],
    ["Jan 02 2026 02:50:03 +01", undefined],
  ] as const) {
    it(`reads the time ${time}`, () => assert.equal(map(`${event} rt=${time}`)["@timestamp"], expected));
  }

  it("says where a zone's name does not tell the zone", () => {
    assert.deepEqual(map(`${event} rt=Jan 02 2026 02:50:03 XYZ`).tags, ["timestamp-zone-unknown"]);
    assert.equal(map(`${event} rt=Jan 02 2026 02:50:03 XYZ`).event?.timezone, "XYZ");
    assert.equal(map(`${event} rt=Jan 02 2026 02:50:03 GMT`).tags, undefined);
  });

  for (const odd of ["a=", " a=", "\\", "=", " ", "|", "CEF:0|", "act=x "]) {
    it(`reads extensions full of ${JSON.stringify(odd)} in linear time`, () =>
      assertGrowsLinearly(1_000_000, (size) => {
        const text = odd.repeat(size / odd.length);
        map(`CEF:0|a|b|c|d|e|5|${text}`);
        cef.recognises(`CEF:0|${text}`);
        cef.recognises(text);
      }));
  }
});
