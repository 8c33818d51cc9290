import assert from "node:assert/strict";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import resolver from "../../sources/aws-route53-resolver";

const query = {
  vpc_id: "vpc-0123456789abcdef0",
  query_timestamp: "2026-01-02T02:50:03Z",
  query_name: "www.example.com.",
  rcode: "NOERROR",
};

function map(value: unknown): EcsDocument {
  const mapped = resolver.open({ bucket: "archive", key: "dns.log" })({ ordinal: 0, offset: 0, value });
  assert.equal(mapped.kind, "event");
  return mapped.kind === "event" ? mapped.document : {};
}

describe("recognising Route 53 Resolver", () => {
  for (const { what, value, recognised } of [
    { what: "a query", value: query, recognised: true },
    { what: "a query through an endpoint", value: { ...query, vpc_id: undefined, srcids: {} }, recognised: true },
    {
      what: "a query log of a public zone as JSON",
      value: { query_name: "example.com", edge_location: "FRA50" },
      recognised: false,
    },
    { what: "a name alone", value: { query_name: "example.com" }, recognised: false },
    { what: "a line", value: "www.example.com. A NOERROR", recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(resolver.recognises(value), recognised));
  }

  it("claims the keys of delivered query logs, with the account", () => {
    const name = "vpc-0123456789abcdef0_vpcdnsquerylogs_444455556666_20260102T0250Z_1a2b3c4d.log.gz";
    const key = `dns/AWSLogs/444455556666/vpcdnsquerylogs/vpc-0123456789abcdef0/2026/01/02/${name}`;
    assert.deepEqual({ ...resolver.keys[0]?.pattern.exec(key)?.groups }, { account: "444455556666" });
  });
});

describe("mapping Route 53 Resolver", () => {
  it("searches names without the root's dot, but keeps the root", () => {
    assert.equal(map(query).dns?.question?.name, "www.example.com");
    assert.equal(map({ ...query, query_name: "." }).dns?.question?.name, ".");
  });

  for (const { rcode, action, outcome, type, kind } of [
    { rcode: "NOERROR", action: undefined, outcome: "success", type: ["protocol"], kind: "event" },
    { rcode: "NXDOMAIN", action: undefined, outcome: "failure", type: ["protocol"], kind: "event" },
    { rcode: undefined, action: undefined, outcome: "unknown", type: ["protocol"], kind: "event" },
    { rcode: "NOERROR", action: "ALLOW", outcome: "success", type: ["protocol", "allowed"], kind: "event" },
    { rcode: "NOERROR", action: "ALERT", outcome: "success", type: ["protocol", "allowed"], kind: "alert" },
    { rcode: "NOERROR", action: "BLOCK", outcome: "failure", type: ["protocol", "denied"], kind: "event" },
  ]) {
    it(`takes ${rcode ?? "no code"} with ${action ?? "no rule"} for ${outcome}, ${type.join(" and ")}`, () => {
      const { event } = map({ ...query, rcode, firewall_rule_action: action });
      assert.deepEqual([event?.outcome, event?.type, event?.kind], [outcome, type, kind]);
    });
  }

  it("resolves only to what is an address", () => {
    const answers = [{ Rdata: "203.0.113.9", Type: "A" }, { Rdata: "alias.example.com.", Type: "CNAME" }, null, "x"];
    const { dns } = map({ ...query, answers });
    assert.deepEqual(dns?.resolved_ip, ["203.0.113.9"]);
    assert.equal([dns?.answers].flat().length, 2);
  });

  it("refuses a record that is no query", () => assert.throws(() => map({ query_name: "example.com" }), RecordError));
});
