import assert from "node:assert/strict";
import { communityId, protocolName, tcpFlagNames } from "../../../../functions/shared/network/network";

// Ids made with the reference implementation, the `communityid` package for Python.
const flows = [
  ["TCP", 6, "192.0.2.10", 49152, "198.51.100.20", 443, "1:F8BkFJ2dShq3dJS+H0sJJXB8RQ0="],
  ["UDP", 17, "10.0.0.5", 53000, "10.0.0.2", 53, "1:vq74//dbJaildt6SIMyr2xGDVj4="],
  ["TCP over IPv6", 6, "2001:db8::1", 50000, "2001:db8:0:1::2", 22, "1:V7P5KMi/90URVTugmEXys7i7mac="],
  ["SCTP between two ports of one address", 132, "192.0.2.1", 9, "192.0.2.1", 7, "1:egkjVdMMzzRWhV+Sntf3BAlQGek="],
  ["GRE, which has no ports", 47, "192.0.2.10", 0, "198.51.100.20", 0, "1:As6eVbuDDdzrcZ1A+m/aWUbzoow="],
] as const;

describe("Community ID", () => {
  for (const [name, protocol, sourceIp, sourcePort, destinationIp, destinationPort, id] of flows) {
    it(`of ${name} is that of the reference implementation, in both directions`, () => {
      assert.equal(communityId({ protocol, sourceIp, sourcePort, destinationIp, destinationPort }), id);
      assert.equal(
        communityId({
          protocol,
          sourceIp: destinationIp,
          sourcePort: destinationPort,
          destinationIp: sourceIp,
          destinationPort: sourcePort,
        }),
        id,
      );
    });
  }

  const complete = {
    protocol: 6,
    sourceIp: "192.0.2.1",
    destinationIp: "192.0.2.2",
    sourcePort: 1,
    destinationPort: 2,
  };
  for (const [name, flow] of [
    ["an address", { ...complete, sourceIp: undefined }],
    ["a port", { ...complete, destinationPort: undefined }],
    ["the protocol", { ...complete, protocol: undefined }],
    ["ICMP's type and code", { ...complete, protocol: 1, sourcePort: 0, destinationPort: 0 }],
    ["two addresses of one family", { ...complete, destinationIp: "2001:db8::1" }],
  ] as const) {
    it(`is left out without ${name}`, () => assert.equal(communityId(flow), undefined));
  }
});

describe("protocol names", () => {
  it("are IANA's keywords in lower case", () => {
    assert.deepEqual([1, 6, 17, 47, 50, 58, 132].map(protocolName), [
      "icmp",
      "tcp",
      "udp",
      "gre",
      "esp",
      "ipv6-icmp",
      "sctp",
    ]);
  });
  it("do not exist for unassigned numbers", () => assert.equal(protocolName(253), undefined));
});

describe("TCP flags", () => {
  it("are named from the lowest bit", () => assert.deepEqual(tcpFlagNames(19), ["fin", "syn", "ack"]));
  it("of 0 are none", () => assert.equal(tcpFlagNames(0), undefined));
});
