import * as assert from "node:assert/strict";
import { type Digest, lastDue, type QuietAlerts } from "../../../../functions/detector/digest/digest";
import { digestMessage } from "../../../../functions/detector/digest/digest-message";
import { type DigestState, sendDigest } from "../../../../functions/detector/digest/send-digest";
import { splitFilters } from "../../../../functions/detector/rule-options";
import { DependencyError } from "../../../../functions/shared/errors";
import { slackMessage } from "../../../../functions/webhook/slack";
import { Outage } from "../failing";
import { cloudTrailRule, ruleSet } from "../rules";

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse("2026-01-31T12:00:00Z");

const suppression = (name: string, expires: string): string => `title: Maintenance ${name}
name: ${name}
owner: Platform team
reason: The trail is replaced
expires: ${expires}
logsource: { product: aws, service: cloudtrail }
filter: { rules: [stopped], mary: { userIdentity.userName: mary }, condition: not mary }
---
`;

const quiet: QuietAlerts = { rule: "r-1", name: "Listed", author: ["Somebody"], level: "low", alerts: 3, signals: 40 };

/** A day after day of digests at seven. */
class Days {
  readonly sent: (readonly [id: string, digest: Digest])[] = [];
  stored: (DigestState & { readonly version: string }) | undefined;
  alerts: readonly QuietAlerts[] = [];
  hits: ReadonlyMap<string, number> = new Map();
  private writes = 0;

  constructor(private readonly filters = "") {}

  async run(at: number, outage?: Outage): Promise<boolean> {
    const through = <Port extends object>(port: Port): Port => (outage === undefined ? port : outage.of(port));
    const sender = through({
      send: async (id: string, digest: Digest): Promise<void> => {
        this.sent.push([id, digest]);
      },
    });
    const store = {
      read: async () => this.stored,
      write: async (state: DigestState, version: string | undefined) => {
        if (this.stored?.version !== version) return undefined;
        this.writes += 1;
        this.stored = { ...state, version: `${this.writes}` };
        return `${this.writes}`;
      },
    };
    const counts = {
      quietAlerts: async () => this.alerts,
      openAlerts: async () => ({ high: 2 }),
      suppressed: async () => this.hits,
    };
    const { suppressing } = splitFilters(
      ruleSet(`${cloudTrailRule("stopped", "StopLogging")}\n${this.filters}`).filters,
    );
    return sendDigest(
      {
        counts: through(counts),
        store: through(store),
        send: (id, digest) => sender.send(id, digest),
        now: () => new Date(start + at * hour),
      },
      { hour: 7, suppressing },
    );
  }

  /** Beginning and end of what was sent, as hours from the start. */
  get ranges(): readonly (readonly number[])[] {
    return this.sent.map(([, { range }]) => [range.from, range.to].map((time) => (time - start) / hour));
  }
}

describe("the digest", () => {
  it("is due each day at its hour", () => {
    const at = (text: string) => Date.parse(`2026-01-31T${text}Z`);
    assert.equal(lastDue(at("07:00:00"), 7), at("07:00:00"));
    assert.equal(lastDue(at("06:59:59"), 7), at("07:00:00") - day);
    assert.equal(lastDue(at("00:00:00"), 0), at("00:00:00"));
  });

  it("is sent once a day, of the day, and not before a day is over", async () => {
    const days = new Days();
    days.alerts = [quiet];
    for (let at = 0; at < 72; at += 0.5) await days.run(at);
    assert.deepEqual(days.ranges, [
      [-5, 19],
      [19, 43],
      [43, 67],
    ]);
  });

  it("is sent of all days after an outage of several", async () => {
    const days = new Days();
    days.alerts = [quiet];
    for (const at of [0, 70]) await days.run(at);
    assert.deepEqual(days.ranges, [[-5, 67]]);
  });

  it("is not sent of nothing", async () => {
    const days = new Days(suppression("used", "2027-01-01"));
    for (const at of [0, 24, 48]) assert.equal(await days.run(at), false);
    days.hits = new Map([["used", 5]]);
    assert.equal(await days.run(72), true);
  });

  it("says of a suppression what it took out, that it ends soon, and once that it has ended", async () => {
    const days = new Days(suppression("renewed", "2026-02-10") + suppression("ended", "2026-02-01"));
    for (let at = 0; at < 24 * 14; at += 24) await days.run(at);
    const states = days.sent.map(([, { suppressions }]) => suppressions.map(({ name, state }) => `${name} ${state}`));
    // The first run, at twelve, only remembers when it was.
    assert.deepEqual(states.slice(0, 2), [
      ["renewed in force", "ended expired"],
      ["renewed expires soon", "ended expired"],
    ]);
    assert.deepEqual(states.at(-1), ["renewed expired", "ended expired"]);
    const last = days.sent.at(-1)?.[1].range;
    assert.equal(new Date(last?.to ?? 0).toISOString(), "2026-02-10T07:00:00.000Z", "then nothing more is said of it");
  });

  it("counts what a suppression took out before it was removed from the rules", async () => {
    const days = new Days(suppression("kept", "2027-01-01"));
    await days.run(0);
    days.hits = new Map([
      ["kept", 0],
      ["removed", 5],
    ]);
    assert.equal(await days.run(24), true);
    const [, digest] = days.sent[0] ?? [];
    assert.ok(digest !== undefined, "a digest was sent");
    assert.deepEqual(
      digest.suppressions.map(({ name, hits, state }) => [name, hits, state]),
      [
        ["kept", 0, "in force"],
        ["removed", 5, "unknown"],
      ],
    );
    assert.match(digestMessage("id-1", digest).text, /^ {2}removed: 5 signals; it is not among the rules any more$/m);
  });

  it("is sent by one of two runs at the same time", async () => {
    const days = new Days();
    days.alerts = [quiet];
    await days.run(0);
    await Promise.all([days.run(24), days.run(24), days.run(24)]);
    assert.equal(days.sent.length, 1);
  });

  it("is neither lost nor sent under two ids when any call fails", async () => {
    for (const when of ["before", "after"] as const) {
      for (let failing = 0; failing < 7; failing += 1) {
        const days = new Days();
        days.alerts = [quiet];
        await days.run(0);
        await days.run(24, new Outage(failing, when)).catch((error: unknown) => {
          assert.ok(error instanceof DependencyError, String(error));
        });
        for (const later of [24.05, 24.2, 24.5]) await days.run(later);
        assert.equal(new Set(days.sent.map(([id]) => id)).size, 1, `call ${failing} ${when}`);
        assert.ok(days.sent.length <= 2, `sent ${days.sent.length} times, call ${failing} ${when}`);
        assert.equal(days.stored?.claimedUntil, undefined, `call ${failing} ${when}`);
      }
    }
  });

  describe("as a message", () => {
    const digest: Digest = {
      range: { from: start - 5 * hour, to: start + 19 * hour },
      alerts: [quiet],
      open: { high: 2, critical: 1 },
      suppressions: [
        {
          name: "maintenance",
          title: "Maintenance",
          owner: "Platform team",
          reason: "The trail is replaced",
          expires: "2026-02-01",
          hits: 12,
          state: "expired",
        },
      ],
    };

    it("names rules with their authors, suppressions with their owners, and what is still open", () => {
      const { subject, text, json, attributes } = digestMessage("id-1", digest);
      assert.equal(subject, "[digest] 3 alerts, 1 suppression");
      assert.deepEqual(text.split("\n"), [
        "What nobody was told of at once, from 2026-01-31T07:00:00.000Z to 2026-02-01T07:00:00.000Z",
        "",
        "3 alerts, to be looked at within the day:",
        "  [low] Listed: 3 alerts of 40 signals (rule r-1 by Somebody)",
        "",
        "Suppressions:",
        "  Maintenance (maintenance, Platform team): 12 signals, EXPIRED on 2026-02-01: The trail is replaced",
        "",
        "Told of, and taken up by nobody: 1 critical, 2 high",
        "",
        "All alerts: npx siem alerts list",
      ]);
      assert.deepEqual(attributes, { level: "low", kind: "digest" });
      const parsed = JSON.parse(json) as { notification: string; kind: string; alerts: unknown };
      assert.deepEqual([parsed.notification, parsed.kind, parsed.alerts], ["id-1", "digest", [quiet]]);
      const slack = slackMessage(json) as { text: string; blocks: [{ text: { text: string } }] };
      assert.deepEqual([slack.text, slack.blocks[0].text.text], ["Digest of alerts", text]);
    });

    it("fits into a message of SNS, however many rules there are, and whatever they are called", () => {
      const long = { ...quiet, name: "ä".repeat(2_000), author: ["x".repeat(3_000)] };
      const [of] = digest.suppressions;
      assert.ok(of !== undefined);
      const { text, json } = digestMessage("id-1", {
        ...digest,
        alerts: Array.from({ length: 500 }, () => long),
        suppressions: Array.from({ length: 500 }, () => ({ ...of, title: "t".repeat(2_000), owner: "o".repeat(999) })),
      });
      const message = JSON.stringify({ default: json, email: text });
      assert.ok(Buffer.byteLength(message) < 262_144, `${Buffer.byteLength(message)} bytes`);
      assert.match(text, /and 470 more/);
    });
  });
});
