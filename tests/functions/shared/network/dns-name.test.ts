import assert from "node:assert/strict";
import { relatedOf } from "../../../../functions/loader/related";
import { eveDns } from "../../../../functions/shared/eve/dns";
import { dnsName, hostName } from "../../../../functions/shared/network/dns-name";

describe("a DNS name", () => {
  for (const [name, expected] of [
    ["wWw.ExAmPlE.cOm.", "www.example.com"],
    [".", "."],
    [undefined, undefined],
  ] as const) {
    it(`${name} is ${expected}`, () => assert.equal(dnsName(name), expected));
  }

  for (const [value, expected] of [
    ["Client.Example.com", "client.example.com"],
    ["_sip._tcp.example.com.", "_sip._tcp.example.com"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example"],
    ["localhost", undefined],
    ["198.51.100.700", undefined],
    ["joe@example.com", undefined],
    ["/var/run/x.sock", undefined],
    ["AWS Internal", undefined],
    ["a..example.com", undefined],
    [`${"a-".repeat(200)}.com`, undefined],
  ] as const) {
    it(`${value.slice(0, 40)} is ${expected === undefined ? "no host's" : "a host's"}`, () =>
      assert.equal(hostName(value), expected));
  }

  it("of a question is in lower case", () => {
    assert.equal(eveDns({ type: "query", rrname: "EXAMPLE.com", rrtype: "A" })?.question?.name, "example.com");
  });
});

describe("the related hosts", () => {
  for (const { what, document, hosts } of [
    {
      what: "of answers are names that they are for or lead to",
      document: {
        dns: {
          question: { name: "www.example.com" },
          answers: [
            { name: "WWW.example.com", type: "CNAME", data: "Edge.Example.net." },
            { type: "A", data: "192.0.2.1" },
            { type: "MX", data: "10 mail.example.com." },
            { type: "TXT", data: "text.example.com" },
            { data: "untyped.example.com" },
          ],
        },
      },
      hosts: ["www.example.com", "edge.example.net", "mail.example.com", "untyped.example.com"],
    },
    {
      what: "are the names that addresses are",
      document: { source: { address: "client.example.com" }, destination: { address: "db" } },
      hosts: ["client.example.com"],
    },
    { what: "are no AWS services", document: { source: { address: "ec2.amazonaws.com" } }, hosts: undefined },
  ]) {
    it(what, () => assert.deepEqual(relatedOf(document)?.hosts, hosts));
  }
});
