import assert from "node:assert/strict";
import { mapEve } from "../../functions/shared/eve/map";
import { withoutCredentials } from "../../functions/shared/eve/secrets";
import firewall from "../../sources/aws-network-firewall";
import suricata from "../../sources/suricata-eve";
import { assertGrowsLinearly } from "../support/growth";

const event = {
  timestamp: "2026-01-02T03:00:00.251547+0100",
  event_type: "tls",
  flow_id: 1,
  src_ip: "192.0.2.1",
  tls: { sni: "example.com" },
};

describe("recognising EVE", () => {
  for (const { what, value, recognised } of [
    { what: "an event", value: event, recognised: true },
    { what: "an event without details", value: { ...event, tls: undefined }, recognised: true },
    { what: "statistics", value: { timestamp: event.timestamp, event_type: "stats", stats: {} }, recognised: true },
    { what: "another's event_type", value: { timestamp: event.timestamp, event_type: "click" }, recognised: false },
    { what: "a prototype's name", value: { timestamp: event.timestamp, event_type: "constructor" }, recognised: false },
    { what: "an event without time", value: { ...event, timestamp: undefined }, recognised: false },
    { what: "what the firewall wraps it in", value: { firewall_name: "x", event }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(suricata.recognises(value), recognised));
  }

  it("leaves the firewall's to the firewall", () => {
    assert.ok(firewall.recognises({ firewall_name: "x", event }));
    assert.ok(!firewall.recognises(event));
  });
});

describe("mapping EVE", () => {
  for (const { what, event: changed, type, outcome } of [
    { what: "an alert that blocked", event: { alert: { action: "blocked" } }, type: "denied", outcome: "failure" },
    { what: "an alert that let pass", event: { alert: { action: "allowed" } }, type: "allowed", outcome: "success" },
    { what: "a verdict to drop", event: { verdict: { action: "drop" } }, type: "denied", outcome: "failure" },
    { what: "a dropped flow", event: { flow: { action: "drop" } }, type: "denied", outcome: "failure" },
    {
      what: "a failed inspection",
      event: { tls_error: { error_message: "no" } },
      type: "protocol",
      outcome: "failure",
    },
    { what: "a handshake", event: {}, type: "protocol", outcome: "unknown" },
  ]) {
    it(`takes ${what} for ${outcome}`, () => {
      const { document } = mapEve({ ...event, ...changed });
      assert.equal(document.event?.outcome, outcome);
      assert.ok(document.event.type?.includes(type));
    });
  }

  const flow = { bytes_toserver: 10, bytes_toclient: 900, pkts_toserver: 1, pkts_toclient: 2 };
  const client = { src_ip: "192.0.2.1", dest_ip: "203.0.113.9" };
  const server = { src_ip: "203.0.113.9", dest_ip: "192.0.2.1" };
  for (const { what, event: changed, sent } of [
    { what: "of a client's packet", event: { ...client, flow: { ...flow, ...client } }, sent: 10 },
    { what: "of a server's packet", event: { ...server, flow: { ...flow, ...client } }, sent: 900 },
    {
      what: "to a client, without the flow's addresses",
      event: { ...server, direction: "to_client", flow },
      sent: 900,
    },
    { what: "to a server, without the flow's addresses", event: { ...client, direction: "to_server", flow }, sent: 10 },
    { what: "without direction", event: { ...client, flow }, sent: 10 },
  ]) {
    it(`counts what the source sent in an alert ${what}`, () => {
      const { source, destination, network } = mapEve({ ...event, event_type: "alert", ...changed }).document;
      assert.deepEqual([source?.bytes, destination?.bytes, network?.bytes], [sent, 910 - sent, 910]);
      assert.equal(source?.packets, sent === 10 ? 1 : 2);
    });
  }

  for (const { version, sni, expected } of [
    { version: "TLS 1.2", sni: "a", expected: "1.2" },
    { version: "TLSv1.3", sni: "a", expected: "1.3" },
    { version: "SSLv3", sni: "a", expected: "3" },
    { version: "UNDETERMINED", sni: "a", expected: undefined },
    { version: "0x7f1c", sni: "a", expected: undefined },
  ]) {
    it(`reads the version ${version}`, () => {
      assert.equal(mapEve({ ...event, tls: { version, sni } }).document.tls?.version, expected);
    });
  }

  it("keeps payloads without the credentials in them", () => {
    assert.equal(
      withoutCredentials("GET / HTTP/1.1\r\nCookie: a=1\r\nX: y\r\n\r\nPASS hunter2\r\npassword=hunter2&a=1"),
      "GET / HTTP/1.1\r\nCookie:REDACTED\r\nX: y\r\n\r\nPASS REDACTED\r\npassword=REDACTED&a=1",
    );
  });

  for (const odd of ["password=", "cookie\n"]) {
    it(`looks for credentials in a payload full of ${JSON.stringify(odd)} in linear time`, () =>
      assertGrowsLinearly(150_000, (times) => withoutCredentials(odd.repeat(times))));
  }
});
