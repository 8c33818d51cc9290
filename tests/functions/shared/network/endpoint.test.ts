import assert from "node:assert/strict";
import { addressWithPort, type Endpoint, endpointWithPort } from "../../../../functions/shared/network/endpoint";

const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));

describe("an address with or without a port", () => {
  for (const { written, expected, portAlways } of [
    { written: "192.0.2.1", expected: { ip: "192.0.2.1" } },
    { written: "192.0.2.1:80", expected: { ip: "192.0.2.1", port: 80 } },
    { written: "192.0.2.1:-", expected: { ip: "192.0.2.1" } },
    { written: "192.0.2.1:99999", expected: { ip: "192.0.2.1" } },
    { written: "2001:db8::1", expected: { ip: "2001:db8::1" }, portAlways: { ip: "2001:db8::1" } },
    {
      written: "2001:db8::1:443",
      expected: { ip: "2001:db8::1:443" },
      portAlways: { ip: "2001:db8::1", port: 443 },
    },
    { written: "2001:db8:0:0:0:0:0:1:443", expected: { ip: "2001:db8:0:0:0:0:0:1", port: 443 } },
    { written: "[2001:db8::1]", expected: { ip: "2001:db8::1" } },
    { written: "[2001:db8::1]:443", expected: { ip: "2001:db8::1", port: 443 } },
    { written: "[fe80::1%eth0]:22", expected: { address: "fe80::1%eth0", port: 22 } },
    { written: "::ffff:192.0.2.1", expected: { ip: "192.0.2.1" } },
    { written: "::ffff:192.0.2.1:443", expected: { ip: "192.0.2.1", port: 443 } },
    { written: "[::ffff:192.0.2.1]:443", expected: { ip: "192.0.2.1", port: 443 } },
    { written: "app.example.com", expected: { address: "app.example.com", domain: "app.example.com" } },
    { written: "app.example.com:22", expected: { address: "app.example.com", domain: "app.example.com", port: 22 } },
    { written: "no address:at all", expected: { address: "no address:at all" } },
    { written: ":80", expected: { port: 80 } },
    { written: "-", expected: {} },
    { written: "", expected: {} },
    { written: undefined, expected: {} },
  ]) {
    it(`${written ?? "none"} gives ${JSON.stringify(expected)}`, () => {
      const { domain: _, ...address } = expected as Endpoint;
      assert.deepEqual(plain(endpointWithPort(written) ?? {}), expected);
      assert.deepEqual(plain(addressWithPort(written)), address);
      assert.deepEqual(plain(addressWithPort(written, { portAlways: true })), portAlways ?? address);
    });
  }
});
