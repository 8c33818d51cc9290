import assert from "node:assert/strict";
import { type RequestOutcome, SearchPressure, type Turn } from "../../../functions/loader/search-pressure";
import { OutageError } from "../../../functions/shared/errors";
import { FakeClock, FakeLog } from "./fakes";

describe("what the loader knows of the search domain", () => {
  let clock: FakeClock;
  let pressure: SearchPressure;
  beforeEach(() => {
    clock = new FakeClock();
    pressure = new SearchPressure(clock, { requestsInFlight: 4 });
  });

  async function enter(): Promise<Turn> {
    const turn = await pressure.enter();
    if (turn instanceof OutageError) throw turn;
    return turn;
  }

  /** How many turns there are at once: as many as begin without another one's end. */
  async function capacity(): Promise<number> {
    const turns: Turn[] = [];
    for (;;) {
      const next = enter();
      const turn = await Promise.race([next, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
      if (turn === undefined) {
        for (const taken of turns) pressure.leave(taken, { outcome: "answered", reason: "" });
        pressure.leave(await next, { outcome: "answered", reason: "" });
        return turns.length;
      }
      turns.push(turn);
    }
  }

  async function pass(outcome: RequestOutcome, seconds = 0.1): Promise<void> {
    const turn = await enter();
    clock.milliseconds += seconds * 1_000;
    pressure.leave(turn, { outcome, reason: "busy" });
  }

  describe("is in the log", () => {
    const log = new FakeLog();
    beforeEach(() => {
      log.lines.length = 0;
      pressure = new SearchPressure(clock, { requestsInFlight: 4, log });
    });

    async function passWith(outcome: RequestOutcome, status?: number, seconds = 1): Promise<void> {
      const turn = await enter();
      clock.milliseconds += seconds * 1_000;
      pressure.leave(turn, { outcome, reason: "a reason that may quote an event", status });
    }
    const said = (): readonly unknown[] =>
      log.lines.map(({ level, message, values }) => [level, message, values.status, values.requestsAtOnce]);

    it("when it begins to push back, at once: since when, with which status, and how many requests go on", async () => {
      await passWith("taken", 200);
      assert.deepEqual(log.lines, []);
      const since = new Date(clock.milliseconds + 1_000).toISOString();
      await passWith("busy", 429);
      assert.deepEqual(log.lines, [
        {
          level: "warn",
          message: "OpenSearch pushes back",
          values: { since, requests: 1, requestsAtOnce: 2, status: 429, seconds: 1 },
        },
      ]);
    });

    it("when an outage begins, at once, and when it is over", async () => {
      for (let n = 0; n < 6; n += 1) await passWith("busy", 503);
      assert.deepEqual(said(), [
        ["warn", "OpenSearch pushes back", 503, 2],
        ["warn", "OpenSearch takes nothing, the loader waits", 503, 1],
      ]);
      clock.milliseconds += 61_000;
      for (let n = 0; n < 20; n += 1) await passWith("taken", 200);
      assert.deepEqual(said().slice(2), [["warn", "OpenSearch pushes back", 503, 2]]);
      clock.milliseconds += 61_000;
      await passWith("taken", 200);
      assert.deepEqual(said().slice(3), [["info", "OpenSearch takes all again", undefined, 4]]);
      assert.equal(log.lines.at(-1)?.values.requests, 6);
    });

    it("when it begins again, and when a second outage begins before all was well, at once too", async () => {
      await passWith("busy", 429);
      for (let n = 0; n < 20; n += 1) await passWith("taken", 200);
      clock.milliseconds += 61_000;
      await passWith("taken", 200);
      await passWith("busy", 429);
      assert.deepEqual(
        said().map((line) => (line as string[])[1]),
        ["OpenSearch pushes back", "OpenSearch takes all again", "OpenSearch pushes back"],
      );
      for (let n = 0; n < 5; n += 1) await passWith("busy", 503);
      clock.milliseconds += 61_000;
      await passWith("taken", 200);
      for (let n = 0; n < 6; n += 1) await passWith("busy", 503);
      assert.deepEqual(said().slice(3), [
        ["warn", "OpenSearch takes nothing, the loader waits", 503, 1],
        ["warn", "OpenSearch pushes back", 503, 2],
        ["warn", "OpenSearch takes nothing, the loader waits", 503, 1],
      ]);
    });

    it("once a minute at most, whatever it does in between, and only what is new", async () => {
      for (let n = 0; n < 300; n += 1) {
        await passWith("busy", 429);
        for (let good = 0; good < 5; good += 1) await passWith("taken", 200);
      }
      const minutes = (300 * 6) / 60;
      assert.ok(log.lines.length > 2 && log.lines.length <= minutes, `${log.lines.length} lines`);
      assert.doesNotMatch(JSON.stringify(log.lines), /quote an event/);
    });
  });

  it("lets as many requests be under way at once as it was told, and no more", async () => {
    assert.equal(await capacity(), 4);
  });

  for (const [name, outcome, seconds] of [
    ["busy", "busy", 0.1],
    ["blocked", "blocked", 0.1],
    ["busy for a part of a request", "partly-taken", 0.1],
    ["slow", "taken", 12],
  ] as const) {
    it(`halves that when the domain is ${name}`, async () => {
      await pass(outcome, seconds);
      assert.equal(await capacity(), 2);
    });
  }

  it("halves it once for requests that were under way together", async () => {
    const turns = [await enter(), await enter(), await enter()];
    for (const turn of turns) pressure.leave(turn, { outcome: "busy", reason: "" });
    assert.equal(await capacity(), 2);
  });

  it("grows it by one for as many requests as may be under way that go well, up to where it was", async () => {
    for (let n = 0; n < 3; n += 1) await pass("partly-taken");
    assert.equal(await capacity(), 1);
    await pass("taken");
    assert.equal(await capacity(), 2);
    await pass("taken");
    await pass("taken");
    assert.equal(await capacity(), 2);
    await pass("taken");
    assert.equal(await capacity(), 3);
    for (let n = 0; n < 20; n += 1) await pass("taken");
    assert.equal(await capacity(), 4);
  });

  it("learns nothing from an answer that is about the request itself", async () => {
    for (let n = 0; n < 20; n += 1) await pass("answered");
    assert.equal(await capacity(), 4);
    assert.equal(pressure.breaker.isOpen, false);
  });

  for (const [outcome, patience] of [
    ["busy", 6],
    ["blocked", 3],
  ] as const) {
    it(`sees an outage in ${patience} answers in a row that the domain is ${outcome}`, async () => {
      for (let n = 1; n < patience; n += 1) await pass(outcome);
      assert.equal(pressure.breaker.isOpen, false);
      await pass(outcome);
      assert.ok((await pressure.enter()) instanceof OutageError);
    });
  }

  it("sees none where some requests go well", async () => {
    for (let n = 0; n < 30; n += 1) {
      for (let failure = 0; failure < 5; failure += 1) await pass("busy");
      await pass(n % 2 === 0 ? "taken" : "partly-taken");
    }
    assert.equal(pressure.breaker.isOpen, false);
  });

  it("lets one request at a time probe after a rest, and tells those that wait how it went", async () => {
    for (let n = 0; n < 6; n += 1) await pass("busy");
    clock.milliseconds += 5_000;
    const probe = await enter();
    assert.equal(probe.probe, true);
    const waiting = pressure.enter();
    pressure.leave(probe, { outcome: "busy", reason: "still busy" });
    const refusal = await waiting;
    assert.ok(refusal instanceof OutageError);
    assert.match(refusal.message, /still busy/);
    clock.milliseconds += 10_000;
    const second = await enter();
    pressure.leave(second, { outcome: "taken", reason: "" });
    assert.equal((await enter()).probe, false);
    assert.equal(pressure.breaker.isOpen, false);
  });

  it("rests twice as long after each probe that fails, up to a minute", async () => {
    for (let n = 0; n < 6; n += 1) await pass("busy", 0);
    const rests: number[] = [];
    for (let probe = 0; probe < 6; probe += 1) {
      const from = clock.milliseconds;
      while (pressure.breaker.refusal !== undefined) clock.milliseconds += 250;
      rests.push((clock.milliseconds - from) / 1_000);
      await pass("busy", 0);
    }
    // With a jitter of three quarters.
    assert.deepEqual(rests, [3.75, 7.5, 15, 30, 45, 45]);
  });
});
