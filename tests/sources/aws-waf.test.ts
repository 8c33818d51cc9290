import assert from "node:assert/strict";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import waf from "../../sources/aws-waf";

const request = {
  timestamp: 1767322145123,
  webaclId: "arn:aws:wafv2:eu-west-1:444455556666:regional/webacl/shop/01234567-89ab-4def-8123-456789abcdef",
  action: "ALLOW",
  httpRequest: { clientIp: "203.0.113.77", uri: "/" },
};

function map(value: unknown): EcsDocument {
  const mapped = waf.open({ bucket: "archive", key: "waf.log" })({ ordinal: 0, offset: 0, value });
  assert.equal(mapped.kind, "event");
  return mapped.kind === "event" ? mapped.document : {};
}

function wafFields(document: EcsDocument): Record<string, unknown> {
  return (document.aws as { waf: Record<string, unknown> }).waf;
}

describe("recognising WAF", () => {
  for (const { what, value, recognised } of [
    { what: "a request", value: request, recognised: true },
    {
      what: "a request to a classic web ACL",
      value: { ...request, webaclId: "01234567-89ab-4def-8123-456789abcdef" },
      recognised: true,
    },
    { what: "a request of no web ACL", value: { action: "ALLOW", httpRequest: {} }, recognised: false },
    { what: "a web ACL without request", value: { webaclId: request.webaclId, action: "ALLOW" }, recognised: false },
    { what: "an array", value: [request], recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(waf.recognises(value), recognised));
  }

  for (const { key, account, region, claimed = true } of [
    {
      key: "AWSLogs/444455556666/WAFLogs/eu-west-1/shop/2026/01/02/02/45/444455556666_waflogs_eu-west-1_shop_20260102T0245Z_1a2b3c4d.log.gz",
      account: "444455556666",
      region: "eu-west-1",
    },
    {
      key: "p/AWSLogs/444455556666/WAFLogs/cloudfront/edge/2026/01/02/02/45/444455556666_waflogs_cloudfront_edge_20260102T0245Z_1a2b3c4d.log.gz",
      account: "444455556666",
    },
    { key: "2026/01/02/02/aws-waf-logs-shop-eu-1-2026-01-02-02-50-03-00000000-2222-4333-8444-000000000003" },
    { key: "2026/01/02/02/aws-waf-logs-shop-1-2026-01-02-02-50-03-00000000-2222-4333-8444-000000000003.gz" },
    { key: "2026/01/02/02/other-1-2026-01-02-02-50-03-00000000-2222-4333-8444-000000000003", claimed: false },
    { key: "aws-waf-logs-notes.txt", claimed: false },
  ] as { key: string; account?: string; region?: string; claimed?: boolean }[]) {
    it(`${claimed ? "claims" : "leaves"} ${key}`, () => {
      const match = waf.keys.map(({ pattern }) => pattern.exec(key)).find((found) => found !== null);
      assert.equal(match !== undefined, claimed);
      assert.equal(match?.groups?.account, account);
      assert.equal(match?.groups?.region, region);
    });
  }
});

describe("mapping WAF", () => {
  for (const { action, type, outcome } of [
    { action: "ALLOW", type: ["access", "allowed"], outcome: "success" },
    { action: "BLOCK", type: ["access", "denied"], outcome: "failure" },
    { action: "CAPTCHA", type: ["access", "denied"], outcome: "failure" },
    { action: "CHALLENGE", type: ["access", "denied"], outcome: "failure" },
    { action: "SOMETHING", type: ["access"], outcome: "unknown" },
  ]) {
    it(`takes ${action} for ${outcome}`, () => {
      const { event } = map({ ...request, action });
      assert.deepEqual([event?.action, event?.type, event?.outcome], [action, type, outcome]);
    });
  }

  it("does not keep what would let a reader act as the visitor", () => {
    const headers = ["Authorization", "cookie", "X-Api-Key"].map((name) => ({ name, value: "abc" }));
    const document = map({ ...request, httpRequest: { ...request.httpRequest, headers } });
    assert.deepEqual(wafFields(document).request_headers, {
      authorization: "REDACTED",
      cookie: "REDACTED",
      "x-api-key": "REDACTED",
    });
  });

  it("reads headers in any case, keeps both of a header sent twice, and survives broken ones", () => {
    const headers = [
      { name: "HOST", value: "shop.example.com:8443" },
      { name: "user-AGENT", value: "curl/8" },
      { name: "X-Forwarded-For", value: "192.0.2.1" },
      { name: "x-forwarded-for", value: "192.0.2.2" },
      { name: "empty", value: null },
      null,
      "text",
    ];
    const document = map({ ...request, httpRequest: { ...request.httpRequest, headers } });
    assert.equal(document.url?.domain, "shop.example.com");
    assert.equal(document.user_agent?.original, "curl/8");
    assert.deepEqual(wafFields(document).request_headers, { "x-forwarded-for": ["192.0.2.1", "192.0.2.2"] });
  });

  for (const { what, matchedData } of [
    { what: "a list", matchedData: ["1", "OR", "1"] },
    { what: "a text", matchedData: "<script>" },
    { what: "an object", matchedData: { first: "x" } },
  ]) {
    it(`keeps matched data that is ${what}`, () => {
      const detail = { conditionType: "XSS", location: "URI", matchedData };
      const fields = wafFields(map({ ...request, terminatingRuleMatchDetails: [detail] }));
      assert.deepEqual(fields.matches, { terminating: [detail] });
      assert.deepEqual(fields.match_condition, ["XSS"]);
    });
  }

  it("keeps an over-long URI whole", () => {
    const uri = `/${"a".repeat(40_000)}`;
    assert.equal(map({ ...request, httpRequest: { uri } }).url?.path, uri);
  });

  it("keeps an address or a country that is none out of ECS's fields", () => {
    const { source } = map({ ...request, httpRequest: { clientIp: "X.X.X.X", country: "-" } });
    assert.deepEqual(JSON.parse(JSON.stringify(source)), { address: "X.X.X.X" });
  });

  it("refuses a record that is no request", () => assert.throws(() => map({ action: "ALLOW" }), RecordError));
});

describe("the headers of a request", () => {
  it("lose what is known to be a credential, and what its name says is one", () => {
    const headers = ["X-Amz-Security-Token", "X-Session-Token", "X-Amz-Cf-Id"].map((name) => ({ name, value: "a" }));
    const document = map({ ...request, httpRequest: { ...request.httpRequest, headers } });
    assert.deepEqual(wafFields(document)["request_headers"], {
      "x-amz-security-token": "REDACTED",
      "x-session-token": "REDACTED",
      "x-amz-cf-id": "a",
    });
  });
});
