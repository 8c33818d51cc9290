import assert from "node:assert/strict";
import postgresql from "../../sources/aws-rds-postgresql";

describe("recognising the logs of PostgreSQL", () => {
  for (const [record, recognised] of [
    ["2026-01-02 03:04:05 UTC:192.0.2.10(52834):app@shop:[20175]:LOG:  statement: SELECT 1", true],
    ["2026-01-02 03:04:05 UTC::@:[5432]:LOG:  checkpoint starting: time", true],
    ["2026-01-02 03:04:05 UTC:192.0.2.10(52834):app@shop:[20175]:STATEMENT:  SELECT 1", true],
    ['2026-01-02 03:04:05.123 UTC,"app","shop",20175,"192.0.2.10:5",6957.4e,3,"SELECT",,3/12,0,LOG,00000,"x"', true],
    ["2026-01-02 03:04:05 UTC [20175]: [1-1] LOG:  of another prefix", false],
    ["2026-01-02 03:04:05 UTC:192.0.2.10(52834):app@shop:[20175]:NOTHING:  x", false],
    ['2026-01-02 03:04:05.123 UTC,"app","shop",20175,"of another CSV"', false],
    [{ timestamp: "2026-01-02 03:04:05.123 UTC", pid: 1, error_severity: "LOG", message: "x" }, true],
    [{ timestamp: "2026-01-02T03:04:05Z", pid: 1, level: "info", message: "x" }, false],
  ] as const) {
    it(`${recognised ? "takes" : "leaves"} ${JSON.stringify(record)}`, () => {
      assert.equal(postgresql.recognises(record), recognised);
    });
  }
});
