import assert from "node:assert/strict";
import fc from "fast-check";
import { unescaped } from "../../../../functions/loader/formats/common-log/escapes";
import { parseCommonLogLine } from "../../../../functions/loader/formats/common-log/line";
import { commonLogVariant } from "../../../../functions/loader/formats/common-log/variants";
import { assertGrowsLinearly } from "../../../support/growth";

const time = "02/Jan/2026:02:50:11 +0000";
const start = `203.0.113.10 - - [${time}]`;

describe("the Common Log Format", () => {
  for (const { what, line, fields } of [
    {
      what: "a common line",
      line: `${start} "GET / HTTP/1.1" 200 5`,
      fields: { request: "GET / HTTP/1.1", bytes: "5" },
    },
    {
      what: "a virtual host before an IPv6 address",
      line: `a.example.com:443 2001:db8::1 - - [${time}] "-" 408 -`,
      fields: { virtualHost: "a.example.com:443", host: "2001:db8::1", user: "-", status: "408" },
    },
    {
      what: "a user with spaces behind an IPv6 address",
      line: `2001:db8::1 - john doe [${time}] "-" 401 -`,
      fields: { virtualHost: undefined, host: "2001:db8::1", user: "john doe" },
    },
    {
      what: "a user that pretends to be the rest of a line",
      line: `203.0.113.10 - x [${time}] \\"GET / HTTP/1.1\\" 200 5 [${time}] "GET /b HTTP/1.1" 401 6`,
      fields: { user: `x [${time}] \\"GET / HTTP/1.1\\" 200 5`, request: "GET /b HTTP/1.1", status: "401" },
    },
    {
      what: "a request that pretends to end",
      line: `${start} "GET /\\" 200 5 \\" HTTP/1.1" 404 6`,
      fields: { request: 'GET /\\" 200 5 \\" HTTP/1.1', status: "404", bytes: "6" },
    },
    {
      what: "a request that ends with a backslash",
      line: `${start} "GET /\\\\" 400 6 "-" "x"`,
      fields: { request: "GET /\\\\", status: "400", userAgent: "x" },
    },
    {
      what: "quotes that are not escaped",
      line: `${start} "GET /"a" HTTP/1.1" 400 6 "-" "x "y" z"`,
      fields: { request: 'GET /"a" HTTP/1.1', userAgent: 'x "y" z', more: [] },
    },
    {
      what: "fields behind the user agent",
      line: `${start} "GET / HTTP/1.1" 200 5 "-" "x" 17 "a b" -`,
      fields: { userAgent: "x", more: ["17", "a b", "-"] },
    },
  ] as { what: string; line: string; fields: Record<string, unknown> }[]) {
    it(`reads ${what}`, () => {
      const parsed = parseCommonLogLine(line);
      assert.ok(parsed);
      for (const [name, value] of Object.entries(fields)) {
        assert.deepEqual((parsed as unknown as Record<string, unknown>)[name], value, name);
      }
    });
  }

  for (const { what, line } of [
    {
      what: "an S3 server access log",
      line: `owner bucket [${time}] 203.0.113.10 - R1 REST.GET.OBJECT k "GET / HTTP/1.1" 200 -`,
    },
    { what: "API Gateway's example", line: `203.0.113.10 - - [${time}]"GET / HTTP/1.1" 200 5 id` },
    { what: "a line that is cut", line: `${start} "GET / HT` },
    { what: "a line without a user", line: `203.0.113.10 [${time}] "GET / HTTP/1.1" 200 5` },
    { what: "any text", line: "GET / HTTP/1.1" },
  ]) {
    it(`leaves ${what}`, () => assert.equal(parseCommonLogLine(line), undefined));
  }

  it("keeps whatever is sent, where the server escapes it", () => {
    const escaped = fc.string().map((text) => text.replace(/["\\]/g, "\\$&"));
    fc.assert(
      fc.property(escaped, escaped, escaped, escaped, (user, request, referrer, userAgent) => {
        const line = `203.0.113.10 - u${user} [${time}] "${request}" 200 5 "${referrer}" "${userAgent}"`;
        const parsed = parseCommonLogLine(line);
        assert.deepEqual(
          [parsed?.user, parsed?.request, parsed?.referrer, parsed?.userAgent, parsed?.more],
          [`u${user}`, request, referrer, userAgent, []],
        );
      }),
    );
  });

  for (const [before, odd] of [
    ['"', '" 200 x '],
    ['"x" 200 5 "-" "', '\\" " '],
  ] as const) {
    it(`takes no longer for a line full of quotes: ${before}${odd}`, () =>
      assertGrowsLinearly(100_000, (times) => parseCommonLogLine(`${start} ${before}${odd.repeat(times)}`)));
  }
});

describe("whose a line is", () => {
  for (const { behind, variant } of [
    { behind: "", variant: "apache" },
    { behind: ' "-" "curl"', variant: "apache" },
    { behind: ' "-" "curl" 17 0.001', variant: "apache" },
    { behind: ' "-" "curl" 17 0.001 [a-80] [] 192.0.2.1:80 5 0.001 200 0123', variant: "ingress-nginx" },
    { behind: " 01234567-89ab-4def-8123-456789abcdef", variant: "api-gateway" },
    { behind: " 01234567", variant: "apache" },
  ]) {
    it(`${variant}'s with ${behind === "" ? "nothing" : behind.trim()} behind it`, () => {
      const parsed = parseCommonLogLine(`${start} "GET / HTTP/1.1" 200 5${behind}`);
      assert.ok(parsed);
      assert.equal(commonLogVariant(parsed), variant);
    });
  }
});

describe("escapes", () => {
  for (const { field, text } of [
    { field: '\\"', text: '"' },
    { field: "\\\\", text: "\\" },
    { field: "\\x22\\x5C", text: '"\\' },
    { field: "\\x16\\n\\xc3", text: "\\x16\\n\\xc3" },
    { field: "\\\\x22", text: "\\x22" },
    { field: "\\", text: "\\" },
  ]) {
    it(`${field} is ${text}`, () => assert.equal(unescaped(field), text));
  }
});
