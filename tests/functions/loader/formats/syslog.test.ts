import assert from "node:assert/strict";
import fc from "fast-check";
import { isSyslog, readSyslogLine, syslogStart } from "../../../../functions/loader/formats/syslog";
import { syslogTime } from "../../../../functions/loader/formats/syslog-document";
import { runs } from "../../../support/fuzz";
import { assertGrowsLinearly } from "../../../support/growth";

const object = (lastModified: string | undefined, timeZone?: string) => ({
  bucket: "archive",
  key: "messages",
  lastModified: lastModified === undefined ? undefined : new Date(lastModified),
  timeZone,
});

describe("the time of a syslog message", () => {
  for (const [time, arrival, zone, expected] of [
    ["Jan  2 03:04:05", "2026-01-02T03:10:00Z", undefined, "2026-01-02T03:04:05Z"],
    ["Jan  2 03:04:05.123456", "2026-01-02T03:10:00Z", undefined, "2026-01-02T03:04:05.123456Z"],
    ["Dec 31 23:59:59", "2026-01-01T00:00:05Z", undefined, "2025-12-31T23:59:59Z"],
    ["Jan  1 00:30:00", "2025-12-31T23:30:05Z", undefined, "2026-01-01T00:30:00Z"],
    ["Jan  3 00:00:00", "2026-01-01T00:00:00Z", undefined, "2025-01-03T00:00:00Z"],
    ["Feb 29 12:00:00", "2027-06-01T00:00:00Z", undefined, "2024-02-29T12:00:00Z"],
    ["Feb 30 12:00:00", "2027-06-01T00:00:00Z", undefined, undefined],
    ["Jan  2 03:04:05 2024", "2026-01-02T03:10:00Z", undefined, "2024-01-02T03:04:05Z"],
    ["Jan  2 2024 03:04:05", "2026-01-02T03:10:00Z", undefined, "2024-01-02T03:04:05Z"],
    ["Jul  2 03:04:05", "2026-07-02T03:10:00Z", "America/New_York", "2026-07-02T07:04:05Z"],
    ["2026-01-02T03:04:05.5+01:00", undefined, "America/New_York", "2026-01-02T02:04:05.5Z"],
    ["2026-01-02T03:04:05", undefined, "America/New_York", "2026-01-02T08:04:05Z"],
    ["Jan  2 03:04:05", undefined, undefined, undefined],
  ] as const) {
    it(`${time} in an object of ${arrival ?? "no time"}${zone === undefined ? "" : ` in ${zone}`} is ${expected ?? "unknown"}`, () =>
      assert.equal(syslogTime(time, object(arrival, zone), {}), expected));
  }

  it("goes by the envelope's time before the object's", () => {
    const envelope = { kind: "cloudwatch-logs", time: "2024-01-02T04:00:00Z" } as const;
    assert.equal(syslogTime("Jan  2 03:04:05", object("2026-01-02T03:10:00Z"), { envelope }), "2024-01-02T03:04:05Z");
  });
});

describe("reading syslog lines", () => {
  for (const [line, recognised] of [
    ["Jan  2 03:04:05 web-1.example.com sshd[1]: text", true],
    ["<13>Jan  2 03:04:05 web-1 text", true],
    ["<13>1 2026-01-02T03:04:05Z web-1 app - - - text", true],
    ["2026-01-02T03:04:05+00:00 web-1 app: text", true],
    ["2026-01-02T03:04:05Z ERROR app: text", false],
    ["2026-01-02T03:04:05Z [INFO] app: text", false],
    ["2026-01-02T03:04:05Z i-0123 connection closed", false],
    ["2026-01-02 03:04:05 web-1 app: text", false],
    ["Jan  2 03:04:05 web-1 CEF:0|a|b|c|d|e|5|", false],
    ["Foo  2 03:04:05 web-1 app: text", false],
    ["<13>text", false],
    ["text", false],
    ["", false],
  ] as const) {
    it(`${recognised ? "takes" : "leaves"} ${line || "nothing"}`, () => assert.equal(isSyslog(line), recognised));
  }

  it("starts a record where a line is read, and nowhere else", () => {
    const part = fc.constantFrom(
      "<13>",
      "1 ",
      "Jan  2 03:04:05",
      "2026-01-02T03:04:05Z",
      " ",
      "host",
      "app[1]: ",
      "-",
      '[a b="c"]',
      ":",
      "\t",
      "x",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const line = parts.join("");
        const read = readSyslogLine(line);
        if (read !== undefined) assert.ok(syslogStart.test(line), line);
      }),
      runs(2_000),
    );
  });

  it("reads a value of megabytes in structured data", () => {
    for (const part of ["x", '\\"']) {
      const message = readSyslogLine(`<13>1 2026-01-02T03:04:05Z h a - - [a b="${part.repeat(9_000_000)}"] m`);
      assert.equal(message?.structuredData?.["a"]?.["b"]?.length, 9_000_000);
      assert.equal(message.message, "m");
    }
  });

  for (const odd of ['[a b="', "[", "\\", '"', " ", "]", '[a b="c"]', "x="]) {
    it(`reads structured data full of ${JSON.stringify(odd)} in linear time`, () =>
      assertGrowsLinearly(1_000_000, (size) => {
        readSyslogLine(`<13>1 2026-01-02T03:04:05Z h a - - ${odd.repeat(size / odd.length)}`);
        readSyslogLine(`Jan  2 03:04:05 ${odd.repeat(size / odd.length)}`);
      }));
  }
});
