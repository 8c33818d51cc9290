import * as assert from "node:assert/strict";
import fc from "fast-check";
import { CorrelationEngine } from "../../../functions/detector/correlation-engine";
import { groupIds } from "../../../functions/detector/groups";
import { MemorySignalStore } from "../../../functions/detector/memory-store";
import { detectionPlan } from "../../../functions/detector/plan";
import type { Signal } from "../../../functions/detector/signal";
import { observedRule } from "../../../functions/detector/signal-document";
import { runs } from "../../support/fuzz";
import { cloudTrailRule, ruleSet } from "./rules";

const minute = 60_000;
const day = 86_400_000;
const start = Date.parse("2026-01-01T00:00:00Z");

const rules = ruleSet(`${cloudTrailRule(
  "new_region",
  "[StopLogging, StartLogging]",
  "first_seen: { fields: [user, region], memory: 30d, learning: 7d }",
)}
title: Many new regions
name: many_regions
level: high
correlation:
  type: value_count
  rules: [new_region]
  group-by: [user]
  timespan: 1h
  condition: { field: region, gte: 2 }
`);
const plan = detectionPlan(rules);
const [rule] = plan.firstSeen;
if (rule === undefined) throw new Error("there is no rule of new things");

/** What the loader keeps of an event with these values, some days from the start: one a day for each. */
function observation(days: number, user: string, region: string, delay = minute): Signal {
  const time = start + Math.floor(days * day);
  const values = { user: [user], region: [region] };
  const hit = { rule: observedRule("new_region"), values };
  const id = `${user} ${region} ${Math.floor(days)}`;
  return { id, eventId: `event of ${id}`, time, ingested: time + delay, groups: groupIds(rule!, hit), ...hit };
}

class Watch {
  readonly store = new MemorySignalStore();
  private readonly engine = new CorrelationEngine({ ...plan, store: this.store, allowedLateness: 60 * minute });

  /** Runs that see what was loaded in the ten minutes before. */
  async run(...times: readonly number[]): Promise<void> {
    for (const to of times) {
      const ingested = { from: to - 10 * minute, to };
      await this.engine.run({ ingested, closing: { from: to - 20 * minute, to: to - 10 * minute } });
    }
  }

  async see(...observations: readonly Signal[]): Promise<void> {
    this.store.add(observations);
    await this.run(...observations.map(({ ingested }) => ingested + 1));
  }

  /** What was new: day, user and region. */
  get found(): readonly string[] {
    return this.store.signals
      .filter((signal) => signal.rule === "new_region")
      .map(({ time, values }) => `${Math.floor((time - start) / day)} ${values.user?.[0]} ${values.region?.[0]}`);
  }
}

describe("rules of new things", () => {
  it("find nothing new while they learn", async () => {
    const watch = new Watch();
    for (let days = 0; days < 7; days += 1) await watch.see(observation(days, "mary", `region-${days}`));
    assert.deepEqual(watch.found, []);
  });

  it("find what was not seen before, once, and each combination of values by itself", async () => {
    const watch = new Watch();
    for (let days = 0; days < 9; days += 1) await watch.see(observation(days, "mary", "eu-west-1"));
    await watch.see(observation(8.5, "mary", "us-east-1"), observation(8.6, "max", "eu-west-1"));
    await watch.see(observation(9, "mary", "us-east-1"), observation(9, "mary", "eu-west-1"));
    assert.deepEqual(watch.found, ["8 mary us-east-1", "8 max eu-west-1"]);
  });

  it("find again what was not seen for as long as they remember", async () => {
    const watch = new Watch();
    await watch.see(observation(0, "mary", "eu-west-1"), observation(0, "max", "eu-west-1"));
    await watch.see(observation(29.5, "mary", "eu-west-1"));
    await watch.see(observation(31.5, "mary", "eu-west-1"), observation(31.5, "max", "eu-west-1"));
    assert.deepEqual(watch.found, ["31 max eu-west-1"]);
  });

  it("name the event and the values, and correlations can build on them", async () => {
    const watch = new Watch();
    await watch.see(observation(0, "mary", "eu-west-1"), observation(8, "mary", "us-east-1"));
    await watch.see(observation(8.01, "mary", "us-west-2"));
    const [first] = watch.store.signals.filter((signal) => signal.rule === "new_region");
    assert.deepEqual(
      [first?.eventId, first?.values],
      ["event of mary us-east-1 8", { user: ["mary"], region: ["us-east-1"] }],
    );
    assert.equal(watch.store.signals.filter((signal) => signal.rule === "many_regions").length, 1);
  });

  it("find the same whatever runs overlap, repeat, or see late", async () => {
    const anything = fc.array(
      fc.record({
        days: fc.integer({ min: 0, max: 60 }),
        user: fc.constantFrom("mary", "max"),
        region: fc.constantFrom("eu-west-1", "us-east-1", "us-west-2"),
      }),
      { minLength: 1, maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(anything, fc.boolean(), async (given, repeats) => {
        const observations = [
          ...new Map(
            given.map(({ days, user, region }) => observation(days, user, region)).map((one) => [one.id, one]),
          ),
        ]
          .map(([, one]) => one)
          .sort((a, b) => a.ingested - b.ingested);
        const watch = new Watch();
        await watch.see(...observations);
        if (repeats) await watch.run(...observations.map(({ ingested }) => ingested + 5 * minute));
        const seen = new Map<string, number>();
        const oldest = Math.min(...observations.map(({ time }) => Math.floor((time - start) / day)));
        const expected = observations.flatMap(({ time, values }) => {
          const date = Math.floor((time - start) / day);
          const name = `${values.user?.[0]} ${values.region?.[0]}`;
          const last = seen.get(name);
          seen.set(name, date);
          const isKnown = last !== undefined && date - last <= 30;
          // Seven days that are over at the day's end.
          return isKnown || date + 1 - oldest <= 7 ? [] : [`${date} ${name}`];
        });
        assert.deepEqual([...watch.found].sort(), expected.sort());
      }),
      runs(200),
    );
  });
});
