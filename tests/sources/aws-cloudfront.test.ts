import assert from "node:assert/strict";
import cloudfront from "../../sources/aws-cloudfront";
import { RealTimeLines } from "../../sources/aws-cloudfront/real-time";

describe("recognising CloudFront", () => {
  for (const { what, value, recognised } of [
    { what: "a header", value: "#Fields: date time x-edge-location c-ip", recognised: true },
    {
      what: "a header of selected fields",
      value: "#Fields: c-ip cs-method cache-behavior-path-pattern",
      recognised: true,
    },
    { what: "a header of another server", value: "#Fields: date time c-ip cs-method", recognised: false },
    { what: "a version alone", value: "#Version: 1.0", recognised: false },
    { what: "a line of a standard log", value: "2026-01-02\t02:50:11\tFRA60-P3\t392\t203.0.113.10", recognised: true },
    { what: "a line with a time in another form", value: "2026-01-02T02:50:11\tFRA60\t392\tx", recognised: false },
    { what: "a line of a real-time log", value: "1767322511.123\t2001:db8::1\t0.002", recognised: true },
    { what: "a line with an epoch alone", value: "1767322511.123\tnobody\t0.002", recognised: false },
    { what: "a row", value: { c_ip: "203.0.113.10", x_edge_location: "FRA60-P3" }, recognised: true },
    { what: "a row without fields of the edge", value: { c_ip: "203.0.113.10", cs_method: "GET" }, recognised: false },
    { what: "an array", value: ["x-edge-location", "c-ip"], recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(cloudfront.recognises(value), recognised));
  }

  for (const { key, account, claimed = true } of [
    { key: "EDFDVBD6EXAMPLE.2026-01-02-02.d111111a.gz" },
    { key: "p/AWSLogs/444455556666/CloudFront/EDFDVBD6EXAMPLE.2026-01-02-02.d111111a.gz", account: "444455556666" },
    { key: "cdn/2026/01/02/02/EDFDVBD6EXAMPLE.2026-01-02-02.d111111a.parquet" },
    { key: "edfdvbd6example.2026-01-02-02.d111111a.gz", claimed: false },
    { key: "EDFDVBD6EXAMPLE.2026-01-02.d111111a.gz", claimed: false },
  ] as { key: string; account?: string; claimed?: boolean }[]) {
    it(`${claimed ? "claims" : "leaves"} ${key}`, () => {
      const match = cloudfront.keys.map(({ pattern }) => pattern.exec(key)).find((found) => found !== null);
      assert.equal(match !== undefined, claimed);
      assert.equal(match?.groups?.account, account);
    });
  }
});

describe("a line of a real-time log with selected fields", () => {
  for (const { what, line, fields } of [
    {
      what: "is read where values tell their fields",
      line: ["1767322511.123", "203.0.113.10", "403", "GET", "https", "/admin", "FRA60-P3"],
      fields: {
        timestamp: "1767322511.123",
        cip: "203.0.113.10",
        scstatus: "403",
        csmethod: "GET",
        csprotocol: "https",
        csuristem: "/admin",
        xedgelocation: "FRA60-P3",
      },
    },
    {
      what: "does not guess which of two numbers is selected",
      line: ["1767322511.123", "203.0.113.10", "GET", "17", "DE"],
      fields: { timestamp: "1767322511.123", cip: "203.0.113.10", csmethod: "GET", ccountry: "DE", uncertain: "17" },
    },
    {
      what: "does not keep what may be a cookie",
      line: ["1767322511.123", "203.0.113.10", "session=secret", "DE"],
      fields: { timestamp: "1767322511.123", cip: "203.0.113.10", ccountry: "DE", uncertain: "REDACTED" },
    },
    { what: "may not have more values than there are fields", line: Array<string>(90).fill("-"), fields: undefined },
  ]) {
    it(what, () => {
      const found = new RealTimeLines().read(line);
      assert.deepEqual(found === undefined ? undefined : Object.fromEntries(found), fields);
    });
  }

  it("is read as the lines before it, where a client sends what the field's values never are", () => {
    const lines = new RealTimeLines();
    const columns = ["1767322511.123", "203.0.113.10", "403", "GET", "https", "/admin", "FRA60-P3"];
    lines.read(columns);
    assert.equal(lines.read(columns.with(3, "jndi:x"))?.get("csmethod"), "jndi:x");
  });

  it("is laid out again where it has a value that the lines before did not have", () => {
    const lines = new RealTimeLines();
    assert.equal(lines.read(["1767322511.123", "203.0.113.10", "-", "GET"])?.get("scstatus"), undefined);
    assert.equal(lines.read(["1767322511.123", "203.0.113.10", "403", "GET"])?.get("scstatus"), "403");
  });
});
