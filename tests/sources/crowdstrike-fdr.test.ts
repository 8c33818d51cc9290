import assert from "node:assert/strict";
import falcon from "../../sources/crowdstrike-fdr";

const cid = "c".repeat(32);

describe("recognising CrowdStrike Falcon", () => {
  for (const { what, value, recognised } of [
    { what: "a sensor's event", value: { event_simpleName: "DnsRequest", cid }, recognised: true },
    { what: "an event of a stream", value: { metadata: { eventType: "X" }, event: {} }, recognised: true },
    { what: "an asset", value: { aid: cid, cid, ComputerName: "x" }, recognised: true },
    { what: "a detection", value: { CompositeId: "1", FalconHostLink: "l", Severity: 1 }, recognised: true },
    { what: "an event of no customer", value: { event_simpleName: "DnsRequest" }, recognised: false },
    { what: "an id that is none", value: { aid: "1", cid: "2", ComputerName: "x" }, recognised: false },
    { what: "metadata of something else", value: { metadata: { name: "pod" }, event: {} }, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(falcon.recognises(value), recognised));
  }
});
