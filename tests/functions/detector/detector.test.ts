import * as assert from "node:assert/strict";
import { CorrelationEngine } from "../../../functions/detector/correlation-engine";
import { type DetectorReport, runDetector } from "../../../functions/detector/detector";
import { MemorySignalStore } from "../../../functions/detector/memory-store";
import type { SignalStore, StateStore } from "../../../functions/detector/ports";
import { DependencyError } from "../../../functions/shared/errors";
import { correlation, hitsOf, lateness, minute, overlap, signals, start } from "./correlations";
import { Outage } from "./failing";
import { MemoryState } from "./memory-state";

const burst = correlation({ key: "burst", type: "event_count", rules: ["a"] });
const guessed = correlation({
  key: "guessed",
  type: "temporal_ordered",
  rules: ["burst", "b"],
  bounds: [{ operator: "gte", value: 2 }],
});
const silent = correlation({
  key: "silent",
  type: "event_count",
  rules: ["a"],
  bounds: [{ operator: "lt", value: 1 }],
});
const all = [burst, guessed, silent];
const given = signals(all, [
  { rule: "a", at: 1 },
  { rule: "a", at: 2, delay: 15 },
  { rule: "a", at: 3 },
  { rule: "b", at: 5, delay: 4 },
  { rule: "a", at: 25 },
]);

interface Run {
  readonly store: SignalStore;
  readonly state: StateStore;
  readonly now: number;
}

function run({ store, state, now }: Run): Promise<DetectorReport> {
  const engine = new CorrelationEngine({ correlations: all, store, allowedLateness: lateness });
  return runDetector(
    { engine, state, raiseAlerts: async () => undefined, now: () => new Date(now) },
    { name: "detector", overlap, deadline: Number.POSITIVE_INFINITY },
  );
}

/** Runs each minute of three hours; the rules' ids of what is stored then. */
async function afternoon(outageOf: (minute: number) => Outage | undefined): Promise<readonly string[]> {
  const store = new MemorySignalStore();
  const state = new MemoryState();
  for (let at = 0; at <= 180; at += 1) {
    const now = start + at * minute;
    store.add(given.filter(({ ingested }) => ingested < now));
    const outage = outageOf(at);
    const ports = outage === undefined ? { store, state } : { store: outage.of(store), state: outage.of(state) };
    await run({ ...ports, now }).catch((error: unknown) => assert.ok(error instanceof DependencyError, String(error)));
  }
  return hitsOf(all, store).map(({ id }) => id);
}

describe("runDetector", () => {
  it("loses and doubles nothing when any call fails, before or after it was done", async function () {
    this.timeout(60_000);
    const expected = await afternoon(() => undefined);
    assert.ok(expected.length >= 10, "the afternoon has hits of all correlations");
    for (const when of ["before", "after"] as const) {
      // In every run the same call fails: the next one makes up for it only when a later call is what fails there.
      for (let failing = 0; failing < 12; failing += 1) {
        const found = await afternoon((at) => (at % 2 === 0 ? new Outage(failing, when) : undefined));
        assert.deepEqual(found, expected, `call ${failing}, ${when} it was done`);
      }
    }
  });

  it("catches up with hours in which it did not run", async () => {
    const expected = await afternoon(() => undefined);
    const found = await afternoon((at) => (at > 2 && at < 170 ? new Outage(0, "before") : undefined));
    assert.deepEqual(found, expected);
  });

  it("leaves what it has no time for to the next run", async () => {
    const state = new MemoryState();
    const store = new MemorySignalStore();
    await run({ store, state, now: start });
    const times = [0, 0, 181, 181].map((at) => start + at * minute);
    const engine = new CorrelationEngine({ correlations: all, store, allowedLateness: lateness });
    const now = () => new Date(times.length > 1 ? (times.shift() ?? 0) + 180 * minute : start + 361 * minute);
    const report = await runDetector(
      { engine, state, raiseAlerts: async () => undefined, now },
      { name: "detector", overlap, deadline: start + 200 * minute },
    );
    assert.deepEqual(
      { complete: report.complete, hours: (report.watermark - start) / (60 * minute) },
      { complete: false, hours: 1 },
    );
  });

  it("does not move the watermark where an answer is not complete", async () => {
    const state = new MemoryState();
    const store = new MemorySignalStore();
    await run({ store, state, now: start });
    const before = await state.read("detector");
    await assert.rejects(
      run({ store: new Outage(0, "before").of(store), state, now: start + minute }),
      DependencyError,
    );
    assert.deepEqual(await state.read("detector"), before);
  });

  it("gives way to another run that was faster", async () => {
    const state = new MemoryState();
    const store = new MemorySignalStore();
    store.add(given);
    await run({ store, state, now: start });
    const now = start + 30 * minute;
    const reports = await Promise.all([run({ store, state, now }), run({ store, state, now })]);
    assert.deepEqual(
      reports.map(({ complete }) => complete),
      [true, false],
    );
    assert.equal(new Set(hitsOf(all, store).map(({ id }) => id)).size, hitsOf(all, store).length);
  });
});
