import assert from "node:assert/strict";
import fc from "fast-check";
import type { ActiveHour, Activity, LastDocument, Notifier, StateStore } from "../../../functions/silence/ports";
import { Rhythm } from "../../../functions/silence/rhythm";
import { defaultSilenceRules, parseSilenceRules, type SilenceRules } from "../../../functions/silence/rules";
import { nameOf, type Sender, senderKey } from "../../../functions/silence/sender";
import { watchSilence } from "../../../functions/silence/watch";

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse("2026-01-01T00:00:00Z");

const trail: Sender = { dataset: "aws.cloudtrail", account: "111122223333", region: "eu-west-1" };
const flow: Sender = { dataset: "aws.vpcflow", account: "444455556666", region: "us-east-1" };

/** Indices, a state and a topic in memory, and a clock that the test sets. */
class World implements Activity, StateStore, Notifier {
  time = start;
  readonly documents: { readonly sender: Sender; readonly ingested: number; readonly event: number }[] = [];
  readonly messages: { readonly subject: string; readonly message: string }[] = [];
  readonly asked: { readonly learning: number[]; readonly looking: number[] } = { learning: [], looking: [] };
  state: string | undefined;
  broken = false;

  send(sender: Sender, ingested: number, event = ingested): void {
    this.documents.push({ sender, ingested, event });
  }

  /** One document in each hour of [from, until) in which `sends` says so. */
  sendHourly(sender: Sender, from: number, until: number, sends: (time: number) => boolean = () => true): void {
    for (let time = from; time < until; time += hour) if (sends(time)) this.send(sender, time + hour / 2);
  }

  async *activeHours(from: number): AsyncGenerator<ActiveHour> {
    this.asked.learning.push(from);
    const found = this.documents.filter(
      ({ ingested, event }) => ingested >= from && event >= from && ingested <= this.time,
    );
    for (const { sender, ingested } of found.sort((a, b) => a.ingested - b.ingested)) {
      yield { sender, hour: Math.floor(ingested / hour) * hour };
    }
  }

  lastDocuments(from: number, eventsFrom: number): Promise<readonly LastDocument[]> {
    this.asked.looking.push(from);
    const last = new Map<string, LastDocument>();
    for (const { sender, ingested, event } of this.documents) {
      if (ingested < from || event < eventsFrom || ingested > this.time) continue;
      const at = Math.max(ingested, last.get(senderKey(sender))?.at ?? 0);
      last.set(senderKey(sender), { sender, at });
    }
    return Promise.resolve([...last.values()]);
  }

  read(): Promise<string | undefined> {
    return Promise.resolve(this.state);
  }

  write(state: string): Promise<void> {
    this.state = state;
    return Promise.resolve();
  }

  publish(subject: string, message: string): Promise<void> {
    if (this.broken) return Promise.reject(new Error("the topic is out of order"));
    this.messages.push({ subject, message });
    return Promise.resolve();
  }

  async run(time: number, rules: SilenceRules = defaultSilenceRules) {
    this.time = time;
    const ports = { activity: this, store: this, notifier: this, now: () => this.time };
    return watchSilence(rules, ports);
  }

  /** Runs each hour of (from, until]; gives the hours in which something was told, counted from `from`. */
  async runHourly(from: number, until: number, rules?: SilenceRules): Promise<number[]> {
    const told: number[] = [];
    for (let time = from + hour; time <= until; time += hour) {
      const before = this.messages.length;
      await this.run(time, rules);
      if (this.messages.length > before) told.push((time - from) / hour);
    }
    return told;
  }
}

describe("silence of senders", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it("is told once when it is longer than usual, and its end once", async () => {
    const stop = start + 7 * day;
    world.sendHourly(trail, start, stop);
    world.sendHourly(trail, stop + 10 * hour, stop + 20 * hour);
    world.sendHourly(flow, start, stop + 20 * hour);
    await world.run(stop);
    assert.equal(world.messages.length, 0);
    // The last document came half an hour before; two hours of silence are the least that is told.
    assert.deepEqual(await world.runHourly(stop, stop + 20 * hour), [2, 11]);
    const [silent, back] = world.messages;
    assert.ok(silent !== undefined && back !== undefined, "two messages");
    assert.equal(silent.subject, "SIEM: 1 stopped sending logs");
    assert.match(
      silent.message,
      /^SILENT {2}aws\.cloudtrail of account 111122223333 in eu-west-1: nothing since 2026-01-07 23:30 UTC \(2 hours; told after 2\)$/m,
    );
    assert.equal(back.subject, "SIEM: 1 sending again");
    assert.match(
      back.message,
      /^BACK {4}aws\.cloudtrail of account 111122223333 in eu-west-1: last seen 2026-01-08 10:30/m,
    );
  });

  it("is usual at night and at weekends of one who sends in office hours only", async () => {
    const office = (time: number) => {
      const date = new Date(time);
      return date.getUTCDay() % 6 !== 0 && date.getUTCHours() >= 8 && date.getUTCHours() < 18;
    };
    // From a Monday on: three weeks to learn from, two to look at.
    const monday = Date.parse("2026-01-05T00:00:00Z");
    world.sendHourly(trail, monday, monday + 35 * day, office);
    assert.deepEqual(await world.runHourly(monday + 21 * day, monday + 35 * day), []);
    // Friday 17:30 to Monday 8:30 are 63 hours of gap; half as much more and it is told.
    assert.deepEqual(await world.runHourly(monday + 35 * day, monday + 39 * day), [41]);
  });

  it("is not made usual by one outage", async () => {
    world.sendHourly(trail, start, start + 5 * day);
    world.sendHourly(trail, start + 7 * day, start + 10 * day);
    await world.run(start + 10 * day);
    assert.deepEqual(await world.runHourly(start + 10 * day, start + 11 * day), [2]);
  });

  it("is not told of one who sent for some hours only, or too seldom to have a rhythm", async () => {
    world.sendHourly(trail, start, start + 12 * hour);
    for (const days of [1, 4, 8]) world.send(flow, start + days * day);
    assert.deepEqual(await world.runHourly(start + 9 * day, start + 12 * day), []);
  });

  it("is not hidden by old logs that are loaded meanwhile", async () => {
    const stop = start + 7 * day;
    world.sendHourly(trail, start, stop);
    for (let n = 0; n < 10; n += 1) world.send(trail, stop + n * hour, start - 300 * day);
    await world.run(stop);
    assert.deepEqual(await world.runHourly(stop, stop + 10 * hour), [2]);
  });

  it("is told again by a later run when the topic could not be told", async () => {
    const stop = start + 7 * day;
    world.sendHourly(trail, start, stop);
    await world.run(stop);
    world.broken = true;
    await assert.rejects(world.run(stop + 3 * hour), /out of order/);
    world.broken = false;
    assert.deepEqual(await world.runHourly(stop + 3 * hour, stop + 6 * hour), [1]);
  });

  it("keeps being told once while days pass and rhythms are learned anew; then the sender is forgotten", async () => {
    const stop = start + 14 * day;
    world.sendHourly(trail, start, stop);
    await world.run(stop);
    assert.deepEqual(await world.runHourly(stop, stop + 25 * day), [2]);
    assert.equal((await world.run(stop + 25 * day + hour)).senders, 0);
    world.send(trail, stop + 26 * day);
    assert.deepEqual(await world.runHourly(stop + 25 * day + hour, stop + 27 * day), []);
  });

  it("asks for rhythms once a day, and otherwise for what came since the last run", async () => {
    world.sendHourly(trail, start, start + 9 * day);
    await world.runHourly(start + 7 * day, start + 9 * day);
    assert.deepEqual(
      world.asked.learning.map((from) => (from - start) / hour),
      [-335, -311],
    );
    const [first, ...others] = world.asked.looking;
    assert.equal(first, start + 7 * day + hour - 21 * day);
    assert.ok(others.every((from, index) => from === start + 7 * day + (index + 1) * hour - hour / 4));
  });

  it("starts anew from a state that it cannot read", async () => {
    world.sendHourly(trail, start, start + 7 * day);
    world.state = "{";
    assert.deepEqual(await world.run(start + 7 * day + 5 * hour), {
      senders: 1,
      watched: 1,
      silent: 1,
      news: 1,
      learned: true,
    });
  });

  it("is what the stack says it is, of those whom it names", async () => {
    const stop = start + 7 * day;
    for (const sender of [trail, flow]) world.sendHourly(sender, start, stop);
    const seldom: Sender = { dataset: "aws.config", account: "111122223333", region: "" };
    world.send(seldom, start + 6 * day);
    const rules = parseSilenceRules({
      senders: [
        { dataset: "aws.vpcflow", ignore: true },
        { dataset: "aws.cloudtrail", account: "111122223333", hours: 12 },
        { dataset: "aws.config", hours: 36 },
      ],
    });
    await world.run(stop, rules);
    assert.deepEqual(await world.runHourly(stop, stop + 2 * day, rules), [12, 13]);
    assert.deepEqual(
      world.messages.map(({ message }) => message.split(":")[0]),
      ["SILENT  aws.cloudtrail of account 111122223333 in eu-west-1", "SILENT  aws.config of account 111122223333"],
    );
  });

  it("of hundreds of senders is one message that can be mailed", async () => {
    const stop = start + 7 * day;
    for (let n = 0; n < 300; n += 1) world.sendHourly({ ...trail, account: String(n).padStart(12, "0") }, start, stop);
    await world.run(stop + 5 * hour);
    const [told] = world.messages;
    assert.ok(told !== undefined, "nothing was told");
    const { subject, message } = told;
    assert.equal(subject, "SIEM: 300 stopped sending logs");
    assert.match(message, /\.\.\. and 100 more/);
    assert.ok(Buffer.byteLength(message) < 256 * 1024);
  });

  it("of senders with long names is one too, with a line for each", async () => {
    const stop = start + 7 * day;
    const region = `x\n${"\u20ac".repeat(1_000)}`;
    for (let n = 0; n < 200; n += 1) world.sendHourly({ ...trail, account: String(n), region }, start, stop);
    await world.run(stop + 5 * hour);
    const message = world.messages[0]?.message ?? "";
    assert.ok(Buffer.byteLength(message) < 256 * 1024, `${Buffer.byteLength(message)} bytes`);
    assert.equal(message.split("\n").filter((line) => line.startsWith("SILENT ")).length, 200);
    assert.equal(message.split("\n").length, 202);
  });
});

describe("the rhythm of a sender", () => {
  it("is never longer than its longest gap, and the same however often hours are said", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2_000), { minLength: 1 }), (hours) => {
        const sorted = hours.toSorted((a, b) => a - b);
        const [once, twice] = [new Rhythm(), new Rhythm()];
        for (const each of sorted) {
          once.add(each);
          twice.add(each);
          twice.add(each);
        }
        const gaps = sorted.slice(1).map((each, index) => each - sorted[index]!);
        assert.equal(once.usualHours, twice.usualHours);
        if (once.usualHours !== undefined) assert.equal(once.usualHours, gaps.sort((a, b) => b - a)[1]);
      }),
    );
  });
});

describe("siem:silence", () => {
  it("is what is given, and the defaults otherwise", () => {
    assert.deepEqual(parseSilenceRules({}), defaultSilenceRules);
    const given = { learningDays: 28, senders: [{ region: "eu-west-1", hours: 3 }] };
    assert.deepEqual(parseSilenceRules(given), { ...defaultSilenceRules, ...given });
  });

  const refused: readonly (readonly [string, Parameters<typeof parseSilenceRules>[0], RegExp])[] = [
    ["an unknown member", { learningDay: 7 }, /learningDay is unknown: did you mean learningDays\?/],
    ["too short a time to learn from", { learningDays: 1 }, /learningDays is 1; allowed: a number from 4 to 90/],
    ["a text for a number", { factor: "2" }, /factor is "2"; allowed: a number from 1 to 10/],
    ["no list", { senders: {} }, /senders is \{\}; it must be a list/],
    ["no object in the list", { senders: ["a"] }, /senders\[0\] is "a"; it must be an object/],
    [
      "an account that is a number",
      { senders: [{ account: 111122223333, hours: 1 }] },
      /senders\[0\]\.account is 111122223333; it must be a text/,
    ],
    ["a rule that says nothing", { senders: [{ dataset: "a" }] }, /senders\[0\] needs one of hours .* and ignore/],
    ["a rule that says both", { senders: [{ hours: 1, ignore: true }] }, /needs one of/],
    ["an unknown member of a rule", { senders: [{ source: "a", hours: 1 }] }, /senders\[0\]\.source is unknown/],
    ["no flag", { enabled: "no" }, /enabled is "no"; allowed: true, false/],
  ];
  for (const [what, given, message] of refused) {
    it(`refuses ${what}`, () => assert.throws(() => parseSilenceRules(given), { name: "ConfigurationError", message }));
  }

  it("names senders by what is known of them", () => {
    assert.equal(nameOf({ dataset: "okta.system", account: "", region: "" }), "okta.system");
  });
});
