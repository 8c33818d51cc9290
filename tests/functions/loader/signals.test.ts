import assert from "node:assert/strict";
import { ObjectAccount } from "../../../functions/loader/account";
import { BulkWriter } from "../../../functions/loader/bulk";
import { loadObject } from "../../../functions/loader/load-object";
import { sources } from "../../../functions/loader/registry.generated";
import { SignalMaker } from "../../../functions/loader/signals";
import { asRecord } from "../../../functions/shared/values";
import { cloudTrailRule, ruleSet } from "../detector/rules";
import { FakeAsideStore, FakeClock, FakeLogStore, FakeSearchIndex, type SentDocument } from "./fakes";

const event = (number: number, more: Readonly<Record<string, unknown>> = {}) => ({
  eventVersion: "1.11",
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/mary", userName: "mary" },
  eventTime: "2026-01-02T02:12:05Z",
  eventSource: "cloudtrail.amazonaws.com",
  eventName: "StopLogging",
  awsRegion: "eu-west-1",
  sourceIPAddress: "198.51.100.23",
  eventID: `11111111-2222-4333-8444-${String(number).padStart(12, "0")}`,
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
  ...more,
});

class Loading {
  readonly clock = new FakeClock();
  readonly search = new FakeSearchIndex();
  readonly aside = new FakeAsideStore();

  constructor(
    rules: string,
    private readonly signals = new SignalMaker(ruleSet(rules), sources, () => this.clock.now()),
  ) {}

  async load(...records: readonly unknown[]): Promise<ObjectAccount> {
    const { clock, search, aside, signals } = this;
    const account = new ObjectAccount({ bucket: "archive", key: "trail.json" });
    const store = new FakeLogStore().put("trail.json", JSON.stringify({ Records: records }));
    const readUntil = clock.milliseconds + 60_000;
    const writer = new BulkWriter({ search, clock, deadline: readUntil });
    const normalise = { sources, now: () => clock.now(), detect: signals.detect };
    await loadObject(account, { store, aside, writer, clock, normalise, signals, readUntil });
    await writer.flush();
    account.assertComplete();
    return account;
  }

  /** Stored signals. */
  get stored(): readonly SentDocument[] {
    return [...this.search.documents.values()].filter(({ index }) => index.startsWith("siem-signals-"));
  }

  /** `siem.signal` of a stored one. */
  facts(number: number): Readonly<Record<string, unknown>> {
    return asRecord(asRecord(this.stored[number]?.document.siem)?.signal) ?? {};
  }
}

describe("signals in the loader", () => {
  it("are written beside their documents and counted apart", async () => {
    const loading = new Loading(cloudTrailRule("stopped", "StopLogging"));
    const account = await loading.load(event(1), event(2), event(3, { eventName: "StartLogging" }));
    assert.deepEqual(
      { received: account.received, indexed: account.indexed, signals: account.signals },
      { received: 3, indexed: 3, signals: { raised: 2, indexed: 2, duplicate: 0, rejected: 0 } },
    );
    assert.equal(loading.stored.length, 2);
  });

  it("are ECS documents that say by which rule, of which event, about whom", async () => {
    const loading = new Loading(cloudTrailRule("stopped", "StopLogging"));
    await loading.load(event(1));
    const { index, document } = loading.stored[0]!;
    const { rule, threat, user, source, cloud, ...rest } = document;
    const about = asRecord(rest.event);
    assert.deepEqual(
      {
        index,
        time: rest["@timestamp"],
        event: [about?.kind, about?.id, about?.action, about?.dataset, about?.severity],
        rule: [asRecord(rule)?.id, asRecord(rule)?.name, asRecord(rule)?.author],
        threat,
        about: [asRecord(user)?.name, asRecord(source)?.ip, asRecord(asRecord(cloud)?.account)?.id],
      },
      {
        index: "siem-signals-2026-01",
        time: "2026-01-02T02:12:05Z",
        event: ["signal", event(1).eventID, "StopLogging", "signals", 73],
        rule: ["stopped", "The call StopLogging", ["Somebody"]],
        threat: {
          framework: "MITRE ATT&CK",
          tactic: { id: ["TA0005"], name: ["Defense Evasion"] },
          technique: { id: ["T1562"], subtechnique: { id: ["T1562.008"] } },
        },
        about: ["mary", "198.51.100.23", "111122223333"],
      },
    );
    const { source: from } = loading.facts(0);
    assert.deepEqual(from, {
      index: "siem-aws.cloudtrail-2026-01",
      id: event(1).eventID,
      dataset: "aws.cloudtrail",
      log_source: "aws-cloudtrail",
    });
  });

  it("of an event from a time that cannot be have that of its arrival, as its index does", async () => {
    const loading = new Loading(cloudTrailRule("stopped", "StopLogging"));
    await loading.load(event(1, { eventTime: "4401-05-04T02:12:05Z" }));
    const arrival = loading.stored[0]?.document["@timestamp"];
    assert.match(String(arrival), /^20\d\d-/);
    assert.equal(loading.stored[0]?.index, `siem-signals-${String(arrival).slice(0, 7)}`);
  });

  it("are not doubled by an event that comes again, in another object or later", async () => {
    const loading = new Loading(cloudTrailRule("stopped", "StopLogging"));
    await loading.load(event(1));
    const again = await loading.load(event(1));
    assert.deepEqual(again.signals, { raised: 1, indexed: 0, duplicate: 1, rejected: 0 });
  });

  it("keep the object waiting as documents do while OpenSearch takes nothing", async () => {
    const loading = new Loading(cloudTrailRule("stopped", "StopLogging"));
    loading.search.answerItem = (_, { index }) =>
      index.startsWith("siem-signals-") ? { status: 503, type: "unavailable_shards_exception" } : undefined;
    const account = await loading.load(event(1));
    assert.deepEqual([account.outcome, account.signals.raised, account.signals.indexed], ["failed", 1, 0]);
    loading.search.answerItem = () => undefined;
    assert.deepEqual((await loading.load(event(1))).signals, { raised: 1, indexed: 1, duplicate: 0, rejected: 0 });
  });

  it("are put aside like documents when OpenSearch refuses them for good", async () => {
    const loading = new Loading(cloudTrailRule("stopped", "StopLogging"));
    loading.search.answerItem = (_, { index }) =>
      index.startsWith("siem-signals-") ? { status: 400, type: "other_exception" } : undefined;
    const account = await loading.load(event(1));
    assert.deepEqual([account.rejected, account.signals.rejected, account.rejections.length], [0, 1, 1]);
  });

  it("hold the values and groups that correlations ask for", async () => {
    const loading = new Loading(`${cloudTrailRule("stopped", "StopLogging")}
title: Many
name: many
correlation:
  type: value_count
  rules: [stopped]
  group-by: [userIdentity.arn]
  timespan: 5m
  condition: { field: sourceIPAddress, gte: 3 }
`);
    await loading.load(event(1), event(2, { userIdentity: { type: "AWSService" }, sourceIPAddress: "192.0.2.1" }));
    const { values, groups, alerts } = loading.facts(0);
    assert.deepEqual(values, [
      { field: "sourceIPAddress", value: ["198.51.100.23"] },
      { field: "userIdentity.arn", value: ["arn:aws:iam::111122223333:user/mary"] },
    ]);
    assert.equal((groups as readonly string[]).length, 1);
    assert.equal(alerts, false, "the rule is only there for the correlation");
    assert.deepEqual(loading.facts(1).groups, [], "who has none of the fields is in no group");
  });

  it("of new things are kept in mind once a day for each value", async () => {
    const rule = cloudTrailRule("new_region", "StopLogging", "first_seen: { fields: [awsRegion] }");
    const loading = new Loading(rule);
    const first = await loading.load(
      event(1),
      event(2, { awsRegion: "us-east-1" }),
      event(3, { awsRegion: undefined }),
    );
    assert.equal(first.signals.raised, 2);
    const second = await loading.load(event(4), event(5, { eventTime: "2026-01-01T02:12:05Z" }));
    assert.deepEqual(second.signals, { raised: 1, indexed: 1, duplicate: 0, rejected: 0 });
    assert.deepEqual([loading.facts(0).kind, loading.facts(0).alerts], ["observation", false]);
    const elsewhere = new Loading(rule);
    elsewhere.search.documents.set(`siem-signals-2026-01/${String(loading.facts(0).id)}`, loading.stored[0]!);
    assert.equal((await elsewhere.load(event(6))).signals.duplicate, 1);
  });

  describe("of what is suppressed", () => {
    const rules = (expires: string): string => `${cloudTrailRule("stopped", "StopLogging")}
title: Maintenance of the trail
name: maintenance
owner: Platform team
reason: The trail is replaced
expires: ${expires}
logsource: { product: aws, service: cloudtrail }
filter:
  rules: [stopped]
  mary: { userIdentity.userName: mary }
  condition: not mary
`;

    it("are stored and counted, and belong to no alert", async () => {
      const loading = new Loading(rules("2026-02-01"));
      await loading.load(event(1), event(2, { userIdentity: { type: "IAMUser", userName: "max" } }));
      const facts = [loading.facts(0), loading.facts(1)].map(({ alerts, suppressed_by }) => [alerts, suppressed_by]);
      assert.deepEqual(facts, [
        [false, ["maintenance"]],
        [true, undefined],
      ]);
    });

    it("are old events of any rule, as a backfill loads them", async () => {
      const old = rules("2026-02-01")
        .replace("rules: [stopped]", "rules: any")
        .replace("mary: { userIdentity.userName: mary }", 'old: { eventTime|startswith: ["2024-", "2025-"] }')
        .replace("not mary", "not old");
      const loading = new Loading(old);
      await loading.load(event(1, { eventTime: "2025-12-31T23:59:59Z" }), event(2));
      assert.deepEqual([loading.facts(0).alerts, loading.facts(1).alerts], [false, true]);
    });

    it("does not stand for what is seen on the same day and is not suppressed", async () => {
      const firstSeen = rules("2026-02-01").replace("detection:", "first_seen: { fields: [cloud.region] }\ndetection:");
      const loading = new Loading(firstSeen);
      const max = { userIdentity: { type: "IAMUser", userName: "max" } };
      await loading.load(event(1), event(2), event(3, max), event(4, max));
      const facts = [0, 1, 2].map((number) => loading.facts(number));
      assert.deepEqual(
        facts.map(({ suppressed_by, groups }) => [suppressed_by, Array.isArray(groups) ? groups.length : undefined]),
        [
          [["maintenance"], 0],
          [undefined, 1],
          [undefined, undefined],
        ],
      );
    });

    it("are raised once the suppression has expired", async () => {
      const loading = new Loading(rules("2026-01-02"));
      await loading.load(event(1));
      assert.equal(loading.facts(0).alerts, true);
    });
  });
});
