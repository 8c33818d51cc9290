import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  type Correlation,
  correlationTypes,
  isJudgedAtClose,
  minimumSignals,
} from "../../../functions/detector/correlation";
import { mostInPair } from "../../../functions/detector/correlation-engine";
import { MemorySignalStore } from "../../../functions/detector/memory-store";
import { bucketOf } from "../../../functions/detector/windows";
import { runs } from "../../support/fuzz";
import { correlation, detected, type Hit, minute, naive, occasions, overlap, signals, start } from "./correlations";

/** Runs over everything that arrives within `minutes`; how many hits there are. */
async function hits(one: Correlation, given: readonly Hit[], minutes?: number): Promise<number> {
  return (await detected([one], signals([one], given), minutes === undefined ? {} : { minutes })).length;
}

const burst = (from: number, count: number, step = 1, more: Partial<Hit> = {}): Hit[] =>
  Array.from({ length: count }, (_, number) => ({ at: from + number * step, ...more }));

describe("CorrelationEngine", () => {
  const threeInTen = correlation({ type: "event_count" });

  describe("slides windows over event time", () => {
    it("finds a burst that lies over the boundary of two fixed windows", async () => {
      assert.equal(await hits(threeInTen, burst(8, 3, 1.5)), 1);
    });

    it("finds events that are just the timespan apart, and none further", async () => {
      assert.equal(await hits(threeInTen, [{ at: 5 }, { at: 6 }, { at: 15 }]), 1);
      assert.equal(await hits(threeInTen, [{ at: 5 }, { at: 6 }, { at: 15.001 }]), 0);
    });

    it("keeps two principals apart that act in turns", async () => {
      const turns = burst(1, 4, 1).map((hit, number) => ({
        ...hit,
        values: { user: [number % 2 === 0 ? "mary" : "max"] },
      }));
      assert.equal(await hits(threeInTen, turns), 0);
      const more = [...turns, { at: 5, values: { user: ["mary"] } }];
      const [found, ...others] = await detected([threeInTen], signals([threeInTen], more));
      assert.deepEqual([found?.values, others.length], [{ user: ["mary"] }, 0]);
    });

    it("says of a long burst once in each timespan that it goes on", async () => {
      assert.equal(await hits(threeInTen, burst(0, 30)), 3);
    });

    it("counts an event once, however often it is delivered and whatever became of its rule", async () => {
      const twice = [
        { at: 1, event: "a" },
        { at: 1, event: "a" },
        { at: 2, event: "b" },
      ];
      assert.equal(await hits(threeInTen, twice), 0);
      const changed = signals([threeInTen], twice).map((signal, number) => ({ ...signal, id: `${number}` }));
      assert.deepEqual(await detected([threeInTen], changed), []);
    });
  });

  describe("takes events that are late", () => {
    it("finds what arrives out of order", async () => {
      assert.equal(await hits(threeInTen, [{ at: 1, delay: 15 }, { at: 2 }, { at: 3, delay: 7 }]), 1);
    });

    it("opens a window again for an event that is an hour late", async () => {
      assert.equal(await hits(threeInTen, [{ at: 1, delay: 60 }, { at: 2 }, { at: 3 }]), 1);
    });

    it("does not repeat an occasion for events that come later", async () => {
      const found = await detected([threeInTen], signals([threeInTen], [...burst(11, 3), { at: 10.5, delay: 30 }]));
      assert.equal(occasions(found).length, 1);
    });
  });

  describe("decides of absence when the window closes", () => {
    const silent = correlation({ type: "event_count", bounds: [{ operator: "eq", value: 0 }] });
    const closes = 10 + 60 + overlap / minute;

    it("tells of a host that has fallen silent, for each window", async () => {
      assert.equal(await hits(silent, [{ at: 1 }], closes), 0);
      assert.equal(await hits(silent, [{ at: 1 }], closes + 11), 1);
      assert.equal(await hits(silent, [{ at: 1 }], closes + 31), 3);
    });

    it("waits for events that are late by no more than they may be", async () => {
      assert.equal(await hits(silent, [{ at: 1 }, { at: 12, delay: 60 }], closes + 11), 0);
      assert.equal(await hits(silent, [{ at: 1 }, { at: 12, delay: 69 }], closes + 11), 1);
    });

    it("says so of a log without any event when there are no groups", async () => {
      const all = { ...silent, groupBy: [] };
      // Three windows close in the half hour: those that ended an hour before, and ten minutes for all to be visible.
      assert.equal(await hits(all, [], 30), 3);
    });

    it("judges ranges and upper bounds of the whole window, not of its first events", async () => {
      const few = correlation({
        type: "event_count",
        bounds: [
          { operator: "gte", value: 2 },
          { operator: "lte", value: 4 },
        ],
      });
      assert.equal(await hits(few, burst(0, 10, 0.5)), 0);
      assert.equal(await hits(few, burst(0, 4)), 1);
    });
  });

  describe("has a measure for each type", () => {
    const value = (at: number, number: number, rule = "rule"): Hit => ({
      at,
      rule,
      values: { user: ["mary"], bytes: [String(number)] },
    });
    const numbers = [value(1, 10), value(2, 20), value(3, 60)];
    const rules = ["a", "b", "c"];
    const ordered = correlation({ type: "temporal_ordered", rules });
    const temporal = correlation({ type: "temporal", rules });
    const of = (type: Correlation["type"], bound: number, more: Partial<Correlation> = {}): Correlation =>
      correlation({ type, fields: ["bytes"], bounds: [{ operator: "gte", value: bound }], ...more });
    const step = (rule: string, at: number, event?: string): Hit => ({
      rule,
      at,
      ...(event === undefined ? {} : { event }),
    });
    const table: readonly (readonly [string, Correlation, readonly Hit[], number])[] = [
      ["value_count: three different values", of("value_count", 3), numbers, 1],
      ["value_count: the same value again", of("value_count", 4), [...numbers, value(4, 60)], 0],
      ["value_sum reached", of("value_sum", 90), numbers, 1],
      ["value_sum missed", of("value_sum", 90.5), numbers, 0],
      ["value_avg reached", of("value_avg", 30), numbers, 1],
      ["value_avg missed", of("value_avg", 30.5), numbers, 0],
      ["value_percentile: the median", of("value_percentile", 20), numbers, 1],
      ["value_percentile: above the median", of("value_percentile", 20.5), numbers, 0],
      ["value_percentile: the greatest", of("value_percentile", 60, { percentile: 100 }), numbers, 1],
      ["temporal: in any order", temporal, [step("c", 1), step("a", 2), step("b", 3)], 1],
      ["temporal: one is missing", temporal, [step("c", 1), step("a", 2), step("a", 3)], 0],
      ["temporal: one event of all rules", temporal, rules.map((rule) => step(rule, 1, "one")), 1],
      ["temporal_ordered: in order", ordered, [step("a", 1), step("b", 2), step("c", 3)], 1],
      ["temporal_ordered: in order at once", ordered, [step("c", 1), step("a", 1), step("b", 1)], 1],
      ["temporal_ordered: in another order", ordered, [step("a", 1), step("c", 2), step("b", 3)], 0],
      ["temporal_ordered: too far apart", ordered, [step("a", 1), step("b", 2), step("c", 11.5)], 0],
      [
        "temporal_ordered: begun again in time",
        ordered,
        [step("a", 1), step("b", 2), step("a", 8), step("b", 9), step("c", 12)],
        1,
      ],
      [
        "temporal_ordered: a rule that comes twice",
        { ...ordered, rules: ["a", "b", "a"] },
        [step("a", 1), step("b", 2)],
        0,
      ],
      [
        "temporal_ordered: a rule that came twice",
        { ...ordered, rules: ["a", "b", "a"] },
        [step("a", 1), step("b", 2), step("a", 3)],
        1,
      ],
    ];
    for (const [name, one, given, expected] of table) {
      it(name, async () => assert.equal(await hits(one, given), expected));
    }

    it("groups by an alias that is another field in each rule", async () => {
      const aliased = correlation({
        type: "temporal",
        rules: ["a", "b"],
        bounds: [{ operator: "gte", value: 2 }],
        groupBy: ["who"],
        aliases: { who: { a: "user", b: "client" } },
      });
      const given: Hit[] = [
        { rule: "a", at: 1, values: { user: ["mary"] } },
        { rule: "b", at: 2, values: { client: ["mary"], user: ["max"] } },
      ];
      const [found] = await detected([aliased], signals([aliased], given));
      assert.deepEqual(found?.values, { who: ["mary"] });
    });
  });

  it("evaluates correlations of correlations in the same run", async () => {
    const failures = correlation({ key: "failures", type: "event_count", rules: ["failure"] });
    const guessed = correlation({
      key: "guessed",
      type: "temporal_ordered",
      rules: ["failures", "success"],
      bounds: [{ operator: "gte", value: 2 }],
    });
    const given = [...burst(1, 3, 1, { rule: "failure" }), { at: 4, rule: "success" }];
    const all = [failures, guessed];
    const found = await detected(all, signals(all, given), { minutes: 5 });
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ["failures", "guessed"],
    );
  });

  it("finds the same in any number of partitions", async () => {
    const given = signals(
      [threeInTen],
      Array.from({ length: 40 }, (_, number) => ({ at: number / 2, values: { user: [`user-${number % 7}`] } })),
    );
    const one = await detected([threeInTen], given);
    const three = await detected([threeInTen], given, { partitions: 3 });
    assert.ok(one.length > 3, "the users have bursts");
    assert.deepEqual(three, one);
  });
});

describe("CorrelationEngine, on any signals", function () {
  this.timeout(120_000);
  const hit = (longestDelay: number) =>
    fc.record({
      rule: fc.constantFrom("a", "b", "c"),
      at: fc.integer({ min: 0, max: 200 }).map((quarter) => quarter / 4),
      delay: fc.integer({ min: 0, max: longestDelay }),
      event: fc.integer({ min: 0, max: 12 }).map(String),
      values: fc.record({
        user: fc.subarray(["mary", "max"]),
        bytes: fc.integer({ min: 0, max: 5 }).map((bytes) => [String(bytes)]),
      }),
    });
  const anyCorrelation = fc.record({
    type: fc.constantFrom(...correlationTypes),
    rules: fc.shuffledSubarray(["a", "b", "c"], { minLength: 1 }),
    timespan: fc.constantFrom(2, 5, 10, 15).map((minutes) => minutes * minute),
    bounds: fc.array(
      fc.record({
        operator: fc.constantFrom("lt", "lte", "gt", "gte", "eq", "neq"),
        value: fc.integer({ min: 0, max: 5 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    groupBy: fc.constantFrom([], ["user"]),
    fields: fc.constant(["bytes"]),
  });
  /** What an event is does not depend on the rule that it hits; it may be delivered several times. */
  const uniform = (hits: readonly Hit[]): Hit[] => {
    const first = new Map<string, Hit>();
    return hits.map((one) => {
      const event = one.event ?? "";
      const known = first.get(event) ?? one;
      first.set(event, known);
      return { ...one, at: known.at, values: known.values ?? {} };
    });
  };
  /** More events cannot make these untrue. */
  const isMonotonic = (one: Correlation): boolean => one.type !== "value_avg" && one.type !== "value_percentile";

  const compare = async (
    given: Partial<Correlation> & Pick<Correlation, "type">,
    hits: readonly Hit[],
  ): Promise<void> => {
    const one = correlation(given);
    const all = signals([one], uniform(hits));
    const minutes = 170;
    const found = await detected([one], all, { minutes });
    const expected = naive([one], all, start + (minutes - 10) * minute);
    if (one.groupBy.length === 0 && isJudgedAtClose(one)) {
      // Without groups there is a window before the first signal, too.
      const first = new Set(occasions(expected));
      assert.deepEqual(
        [...first].filter((occasion) => !occasions(found).includes(occasion)),
        [],
      );
      return;
    }
    assert.deepEqual(occasions(found), occasions(expected));
  };

  it("finds exactly what the definition says, out of order up to 15 minutes, with duplicates", () =>
    fc.assert(
      fc.asyncProperty(anyCorrelation, fc.array(hit(15), { maxLength: 40 }), async (given, hits) => {
        fc.pre(isJudgedAtClose(correlation(given)) || isMonotonic(correlation(given)));
        await compare(given, hits);
      }),
      runs(400),
    ));

  it("finds exactly what the definition says of averages, in order", () =>
    fc.assert(
      fc.asyncProperty(anyCorrelation, fc.array(hit(0), { maxLength: 40 }), async (given, hits) => {
        fc.pre(!isMonotonic(correlation(given)));
        await compare(given, hits);
      }),
      runs(200),
    ));

  it("finds chains of correlations, whatever comes late, and whoever has which part of the groups", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(hit(15), { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (hits, partitions) => {
          const lower = correlation({
            key: "lower",
            type: "event_count",
            rules: ["a"],
            bounds: [{ operator: "gte", value: 2 }],
          });
          const upper = correlation({
            key: "upper",
            type: "temporal",
            rules: ["lower", "b"],
            bounds: [{ operator: "gte", value: 2 }],
          });
          const all = [lower, upper];
          const given = signals(all, uniform(hits));
          const found = occasions(await detected(all, given, { partitions }));
          const expected = occasions(naive(all, given, start));
          assert.deepEqual(
            expected.filter((occasion) => !found.includes(occasion)),
            [],
          );
        },
      ),
      runs(200),
    ));

  it("changes nothing when it runs again over everything", () =>
    fc.assert(
      fc.asyncProperty(anyCorrelation, fc.array(hit(15), { maxLength: 40 }), async (given, hits) => {
        const one = correlation(given);
        fc.pre(isMonotonic(one) || isJudgedAtClose(one));
        const store = new MemorySignalStore();
        const all = signals([one], uniform(hits));
        const once = occasions(await detected([one], all, { store }));
        assert.deepEqual(occasions(await detected([one], all, { store })), once);
      }),
      runs(100),
    ));
});

describe("mostInPair", () => {
  it("is never less than what any window of the timespan holds", () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 3_000 }),
        (times, timespan) => {
          const counts = new Map<number, number>();
          for (const time of times) {
            const bucket = bucketOf(time, { timespan });
            counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
          }
          const bound = mostInPair(counts);
          for (const last of times) {
            assert.ok(
              times.filter((time) => time >= last - timespan && time <= last).length <= bound,
              `window to ${last}`,
            );
          }
        },
      ),
    ));

  it("is compared with what each type needs at least", () => {
    const table: readonly (readonly [Correlation, number])[] = [
      [correlation({ type: "event_count", bounds: [{ operator: "gt", value: 9 }] }), 10],
      [correlation({ type: "temporal", rules: ["a", "b"], bounds: [{ operator: "gte", value: 2 }] }), 2],
      [correlation({ type: "value_sum", fields: ["bytes"], bounds: [{ operator: "gte", value: 1_000 }] }), 1],
    ];
    assert.deepEqual(
      table.map(([one]) => minimumSignals(one)),
      table.map(([, least]) => least),
    );
  });
});
