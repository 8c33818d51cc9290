import assert from "node:assert/strict";
import type { EcsDocument } from "../../functions/shared/ecs";
import osquery from "../../sources/osquery-results";

function map(value: unknown): EcsDocument {
  const mapped = osquery.open({ bucket: "archive", key: "results.log" })({ ordinal: 0, offset: 0, value });
  return mapped.kind === "event" ? mapped.document : {};
}

describe("recognising osquery", () => {
  for (const { what, value, recognised } of [
    { what: "a difference", value: { name: "q", action: "added", columns: {} }, recognised: true },
    { what: "a snapshot", value: { name: "q", action: "snapshot", snapshot: [] }, recognised: true },
    { what: "a batch", value: { name: "q", hostIdentifier: "h", diffResults: {} }, recognised: true },
    {
      what: "a status",
      value: { severity: 0, filename: "a.cpp", line: 1, message: "m", hostIdentifier: "h" },
      recognised: true,
    },
    { what: "another action", value: { name: "q", action: "created", columns: {} }, recognised: false },
    { what: "a result without name", value: { action: "added", columns: {} }, recognised: false },
    { what: "columns that are a list", value: { name: "q", action: "added", columns: [] }, recognised: false },
    { what: "another program's log", value: { severity: 0, filename: "a", line: 1, message: "m" }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(osquery.recognises(value), recognised));
  }
});

describe("osquery's calendar time", () => {
  for (const [calendarTime, expected] of [
    ["Fri Jan  2 02:10:11 2026 UTC", "2026-01-02T02:10:11Z"],
    ["Thu Dec 31 23:59:59 2026 UTC", "2026-12-31T23:59:59Z"],
    ["Fri Feb 30 02:10:11 2026 UTC", undefined],
    ["Fri Anf 02 02:10:11 2026 UTC", undefined],
    ["2026-01-02", undefined],
  ] as const) {
    it(calendarTime, () => {
      assert.equal(map({ name: "q", action: "added", columns: {}, calendarTime })["@timestamp"], expected);
    });
  }
});

describe("the name of a query", () => {
  for (const [name, ruleset, rule] of [
    ["pack_incident-response_open_sockets", "incident-response", "open_sockets"],
    ["pack/it-compliance/users", "it-compliance", "users"],
    ["users", undefined, "users"],
    ["packages", undefined, "packages"],
  ] as const) {
    it(name, () => {
      const { rule: found } = map({ name, action: "added", columns: {} });
      assert.deepEqual([found?.ruleset, found?.name], [ruleset, rule]);
    });
  }
});
