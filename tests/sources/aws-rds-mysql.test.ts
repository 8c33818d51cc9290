import assert from "node:assert/strict";
import aurora from "../../sources/aws-aurora-audit";
import mysql from "../../sources/aws-rds-mysql";

describe("telling the audit logs of RDS and of Aurora apart", () => {
  const columns = "ip-10-0-0-20,app,192.0.2.10,101,0,CONNECT,shop,,0";
  for (const { what, record, source } of [
    { what: "a date", record: `20260102 03:04:05,${columns}`, source: mysql.id },
    { what: "microseconds", record: `1767323045123456,${columns}`, source: aurora.id },
    { what: "seconds", record: `1767323045,${columns}`, source: undefined },
    {
      what: "microseconds, but no operation",
      record: "1767323045123456,192.0.2.10,host,HTTP_GET,x,y",
      source: undefined,
    },
  ]) {
    it(`${what} is ${source ?? "neither's"}`, () => {
      const claimants = [mysql, aurora].filter(({ recognises }) => recognises(record)).map(({ id }) => id);
      assert.deepEqual(claimants, source === undefined ? [] : [source]);
    });
  }
});

describe("recognising the logs of MySQL and MariaDB", () => {
  for (const [record, recognised] of [
    ["2026-01-02T03:04:05.123456Z 12 [Note] Access denied", true],
    ["2026-01-02  3:04:05 0 [ERROR] InnoDB: ...", true],
    ["2026-01-02T03:04:05.123456Z\t   12 Query\tSELECT 1", true],
    ["\t\t   12 Quit\t", true],
    ["# User@Host: app[app] @  [192.0.2.10]", true],
    ["2026-01-02 03:04:05.67 spid7s      Starting up database 'shop'.", false],
    ["2026-01-02T03:04:05.123456Z 12 [INFO] of another log", false],
    ["2026-01-02T03:04:05.123456Z\t12\tQuery\tSELECT 1", false],
    ["# Time: never", false],
    ["Time                 Id Command    Argument", false],
  ] as const) {
    it(`${recognised ? "takes" : "leaves"} ${JSON.stringify(record)}`, () => {
      assert.equal(mysql.recognises(record), recognised);
    });
  }
});
