import assert from "node:assert/strict";
import { windowsEventMapper } from "../../functions/loader/formats/windows-event";
import type { EcsDocument } from "../../functions/shared/ecs";
import fsx from "../../sources/aws-fsx-windows";
import windows from "../../sources/windows-event";
import { assertGrowsLinearly } from "../support/growth";

const xml = (computer: string) =>
  `<Event xmlns='urn:e'><System><EventID>1</EventID><Channel>Security</Channel><Computer>${computer}</Computer></System></Event>`;

describe("recognising Windows events", () => {
  for (const { what, value, recognised } of [
    { what: "an event in XML", value: xml("ws01"), recognised: true },
    {
      what: "one with a prefix",
      value: "<w:Event><w:System><w:EventID>1</w:EventID></w:System></w:Event>",
      recognised: true,
    },
    {
      what: "a record of Winlogbeat",
      value: { winlog: { event_id: "1", channel: "a", provider_name: "b" } },
      recognised: true,
    },
    { what: "a flat record", value: { EventID: 1, Channel: "a", SourceName: "b" }, recognised: true },
    { what: "JSON made of the XML", value: { System: { EventID: { "#text": 1 }, Channel: "a" } }, recognised: true },
    { what: "an event of something else in XML", value: "<Event><Id>1</Id></Event>", recognised: false },
    { what: "another element", value: "<Events><EventID>1</EventID></Events>", recognised: false },
    { what: "a record with an event id alone", value: { EventID: 1 }, recognised: false },
    {
      what: "a record whose event id is a text",
      value: { event_id: "abc", channel: "a", provider_name: "b" },
      recognised: false,
    },
    { what: "a CloudTrail record", value: { eventID: "1", eventSource: "s3.amazonaws.com" }, recognised: false },
    { what: "null", value: null, recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(windows.recognises(value), recognised));
  }

  it("leaves those of FSx file systems to their source", () => {
    assert.equal(fsx.recognises(xml("amznfsxabcdefgh.example.com")), true);
    assert.equal(fsx.recognises(xml("ws01.example.com")), false);
    assert.equal(fsx.recognises(xml("ws01</Computer><Computer>amznfsx")), false);
  });
});

describe("mapping Windows events", () => {
  function map(eventId: number, provider: string, data: Readonly<Record<string, string>>, keywords = ""): EcsDocument {
    const value = { EventID: eventId, SourceName: provider, Channel: "c", Keywords: keywords, ...data };
    const mapped = windowsEventMapper("windows", "event")({ ordinal: 0, offset: 0, value });
    return mapped.kind === "event" ? mapped.document : assert.fail(mapped.kind);
  }
  const security = "Microsoft-Windows-Security-Auditing";

  for (const [eventId, data, reason] of [
    [4625, { Status: "0xC000006D", SubStatus: "0xC000006A" }, "User name is correct but the password is wrong"],
    [4625, { Status: "0xC0000234", SubStatus: "0x0" }, "Account is locked out"],
    [4625, { Status: "0xC0999999", FailureReason: "%%2310" }, "Account currently disabled"],
    [4768, { Status: "0x12" }, "KDC_ERR_CLIENT_REVOKED"],
    [4771, { Status: "constructor" }, undefined],
    [4776, { Status: "0xc0000064" }, "User name does not exist"],
  ] as const) {
    it(`says why ${eventId} failed with ${Object.values(data).join(" and ")}`, () => {
      const { event } = map(eventId, security, data);
      assert.deepEqual([event?.reason, event?.outcome], [reason, "failure"]);
    });
  }

  for (const [keywords, outcome] of [
    ["0x8020000000000000", "success"],
    ["0x8010000000000000", "failure"],
    ["Audit Failure", "failure"],
    ["0x8000000000000000", "unknown"],
    ["0xnothing", "unknown"],
  ] as const) {
    it(`takes keywords ${keywords} for ${outcome}`, () =>
      assert.equal(map(4672, security, {}, keywords).event?.outcome, outcome));
  }

  it("does not read an event's number without its provider", () => {
    assert.equal(map(4624, "Example Application", {}).event?.action, "event-4624");
    assert.equal(map(1, "constructor", {}).event?.action, "event-1");
  });

  for (const odd of ["\t", " ", "%%", "type: 5", "\\", ",", "=", "User = "]) {
    it(`reads values full of ${JSON.stringify(odd)} in linear time`, () =>
      assertGrowsLinearly(1_000_000, (size) => {
        const value = odd.repeat(size / odd.length);
        map(4663, security, { AccessList: value, ObjectType: "File", ObjectName: value });
        map(4732, security, { MemberName: `CN=${value}` });
        map(22, "Microsoft-Windows-Sysmon", { QueryResults: value, Hashes: value, User: value, TargetObject: value });
        map(4103, "Microsoft-Windows-PowerShell", { ContextInfo: value });
        map(4625, security, { Message: `Subject:\r\n${value}` });
      }));
  }

  it("reads many elements in linear time", () =>
    assertGrowsLinearly(40_000, (elements) => {
      const many = "<Data Name='a'>1</Data><a>2</a><Data>3</Data>".repeat(elements);
      const value = `<Event><System><EventID>1</EventID></System><EventData>${many}</EventData></Event>`;
      windowsEventMapper("windows", "event")({ ordinal: 0, offset: 0, value });
    }));
});
