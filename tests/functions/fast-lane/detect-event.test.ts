import * as assert from "node:assert/strict";
import { detectEvent } from "../../../functions/fast-lane/detect-event";
import { ObjectAccount } from "../../../functions/loader/account";
import { BulkWriter } from "../../../functions/loader/bulk";
import { loadObject } from "../../../functions/loader/load-object";
import { sources } from "../../../functions/loader/registry.generated";
import { SignalMaker } from "../../../functions/loader/signals";
import { DependencyError } from "../../../functions/shared/errors";
import { asRecord } from "../../../functions/shared/values";
import { cloudTrailRule, ruleSet } from "../detector/rules";
import { FakeAsideStore, FakeClock, FakeLogStore, FakeSearchIndex } from "../loader/fakes";

const record = {
  eventVersion: "1.11",
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/mary", userName: "mary" },
  eventTime: "2026-01-02T02:12:05Z",
  eventSource: "cloudtrail.amazonaws.com",
  eventName: "StopLogging",
  awsRegion: "eu-west-1",
  sourceIPAddress: "198.51.100.23",
  eventID: "11111111-2222-4333-8444-000000000001",
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};

/** As EventBridge tells of an API call. */
const told = (detail: object) => ({
  version: "0",
  id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.cloudtrail",
  account: "111122223333",
  time: "2026-01-02T02:12:05Z",
  region: "eu-west-1",
  resources: [],
  detail,
});

const guardDuty = `
title: A finding that matters
name: finding
level: critical
logsource: { product: aws, service: guardduty }
detection: { high: { severity|gte: 7 }, condition: high }
---`;
const rules = ruleSet(
  cloudTrailRule("stopped", "StopLogging") +
    cloudTrailRule("noted", "StopLogging").replace("level: high", "level: low") +
    guardDuty,
);

class Lane {
  readonly clock = new FakeClock();
  readonly search = new FakeSearchIndex();
  readonly ports = {
    search: this.search,
    signals: new SignalMaker(rules, sources, () => this.clock.now()),
    normalise: { sources, now: () => this.clock.now() },
  };

  async detect(event: unknown): Promise<number> {
    return (await detectEvent(event, this.ports)).signals;
  }

  get rules(): readonly unknown[] {
    return [...this.search.documents.values()].map(
      ({ document }) => asRecord(asRecord(document.siem)?.signal)?.rule ?? "an event",
    );
  }
}

describe("the fast lane", () => {
  it("writes signals of rules of level high and above, and leaves the event to the log", async () => {
    const lane = new Lane();
    assert.equal(await lane.detect(told(record)), 1);
    assert.deepEqual(lane.rules, ["stopped"]);
  });

  it("writes nothing of an event that no rule matches", async () => {
    const lane = new Lane();
    assert.equal(await lane.detect(told({ ...record, eventName: "StartLogging" })), 0);
    assert.equal(lane.search.requests.length, 0, "no request is sent");
  });

  it("counts what no log source can read", async () => {
    const { ports } = new Lane();
    assert.deepEqual(await detectEvent(told(record), ports), { signals: 1, unread: 0 });
    assert.deepEqual(await detectEvent("of no form", ports), { signals: 0, unread: 1 });
    assert.deepEqual(await detectEvent(told({ eventname: "StopLogging" }), ports), { signals: 0, unread: 1 });
  });

  it("sees findings of GuardDuty", async () => {
    const lane = new Lane();
    const finding = {
      schemaVersion: "2.0",
      accountId: "111122223333",
      region: "eu-west-1",
      partition: "aws",
      id: "16afba5c5c43e07c9e3e5e2e544e95df",
      arn: "arn:aws:guardduty:eu-west-1:111122223333:detector/1/finding/16afba5c5c43e07c9e3e5e2e544e95df",
      type: "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
      resource: { resourceType: "AccessKey" },
      service: {
        serviceName: "guardduty",
        eventFirstSeen: "2026-01-02T02:00:00Z",
        eventLastSeen: "2026-01-02T02:10:00Z",
        count: 1,
      },
      severity: 8,
      createdAt: "2026-01-02T02:11:00.000Z",
      updatedAt: "2026-01-02T02:11:00.000Z",
      title: "Credentials were used outside",
      description: "Credentials were used outside",
    };
    const event = { ...told(finding), "detail-type": "GuardDuty Finding", source: "aws.guardduty" };
    assert.equal(await lane.detect(event), 1);
    assert.deepEqual(lane.rules, ["finding"]);
  });

  it("and the log write one signal of the same event, whichever comes first", async () => {
    for (const laneFirst of [true, false]) {
      const lane = new Lane();
      const { clock, search, ports } = lane;
      const log = async (): Promise<void> => {
        const store = new FakeLogStore().put("trail.json", JSON.stringify({ Records: [record] }));
        const readUntil = clock.milliseconds + 60_000;
        const writer = new BulkWriter({ search, clock, deadline: readUntil });
        const normalise = { ...ports.normalise, detect: ports.signals.detect };
        const aside = new FakeAsideStore();
        const account = new ObjectAccount({ bucket: "archive", key: "trail.json" });
        await loadObject(account, { store, aside, writer, clock, normalise, signals: ports.signals, readUntil });
        await writer.flush();
      };
      const steps = [() => lane.detect(told(record)), log];
      for (const step of laneFirst ? steps : steps.toReversed()) await step();
      assert.deepEqual([...lane.rules].sort(), ["an event", "noted", "stopped"]);
    }
  });

  it("does the same again when the same event is told twice", async () => {
    const lane = new Lane();
    for (let times = 0; times < 2; times += 1) assert.equal(await lane.detect(told(record)), 1);
    assert.deepEqual(lane.rules, ["stopped"]);
  });

  it("fails where OpenSearch takes nothing, so that Lambda tries again", async () => {
    const lane = new Lane();
    lane.search.answerItem = () => ({ status: 503, type: "unavailable_shards_exception" });
    await assert.rejects(lane.detect(told(record)), DependencyError);
    lane.search.answerItem = () => undefined;
    await lane.detect(told(record));
    assert.deepEqual(lane.rules, ["stopped"]);
  });

  for (const event of [null, 5, "text", [], {}, { detail: {} }, told({ eventName: "StopLogging" })]) {
    it(`makes nothing of ${JSON.stringify(event).slice(0, 60)}`, async () => {
      assert.equal(await new Lane().detect(event), 0);
    });
  }
});
