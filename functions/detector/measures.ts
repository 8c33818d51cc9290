import { decimal } from "../shared/values";
import { type Correlation, type CorrelationType, valuesFor } from "./correlation";
import type { Signal } from "./signal";

/** What a correlation's condition is about: a number that a window's signals have together. */
export interface Measure {
  /** In the order of time; of one time, in the order of the correlation's rules. */
  add(signal: Signal): void;
  /** In the same order. */
  remove(signal: Signal): void;
  /** Undefined where there is none, such as the average of nothing. `from`: when the window starts. */
  value(from: number): number | undefined;
}

type MeasureOf = (correlation: Correlation) => Measure;

const measures: Readonly<Record<CorrelationType, MeasureOf>> = {
  event_count: () => new DistinctCount(({ eventId }) => [eventId]),
  value_count: (correlation) => new DistinctCount((signal) => valueTuples(correlation, signal)),
  temporal: () => new DistinctCount(({ rule }) => [rule]),
  temporal_ordered: ({ rules }) => new LongestChain(rules),
  value_sum: (correlation) => new NumberMeasure(correlation, new QueueSum()),
  value_avg: (correlation) => new NumberMeasure(correlation, new QueueAverage()),
  value_percentile: (correlation) => new NumberMeasure(correlation, new Percentile(correlation.percentile)),
};

export function measureOf(correlation: Correlation): Measure {
  return measures[correlation.type](correlation);
}

/** Of several fields, the values of all of them together count as one. */
function valueTuples(correlation: Correlation, signal: Signal): readonly string[] {
  let tuples: readonly (readonly string[])[] = [[]];
  for (const field of correlation.fields) {
    const values = valuesFor(correlation, field, signal);
    tuples = tuples.flatMap((tuple) => values.map((value) => [...tuple, value]));
  }
  return tuples.map((tuple) => JSON.stringify(tuple));
}

/** Counts what is there several times, and goes one by one, once. */
class Multiset {
  private readonly counts = new Map<string, number>();

  get size(): number {
    return this.counts.size;
  }

  /** Whether it is the first of its kind. */
  add(item: string): boolean {
    const count = this.counts.get(item) ?? 0;
    this.counts.set(item, count + 1);
    return count === 0;
  }

  /** Whether it was the last of its kind. */
  remove(item: string): boolean {
    const count = this.counts.get(item) ?? 0;
    if (count > 1) this.counts.set(item, count - 1);
    else this.counts.delete(item);
    return count === 1;
  }
}

class DistinctCount implements Measure {
  private readonly items = new Multiset();

  constructor(private readonly itemsOf: (signal: Signal) => readonly string[]) {}

  add(signal: Signal): void {
    for (const item of this.itemsOf(signal)) this.items.add(item);
  }

  remove(signal: Signal): void {
    for (const item of this.itemsOf(signal)) this.items.remove(item);
  }

  value(): number {
    return this.items.size;
  }
}

/**
 * How many of the rules occur in their order, each not before the one that it follows. Remembers, for each step and each
 * length of a chain that ends with it, the latest time at which such a chain started.
 */
class LongestChain implements Measure {
  private readonly starts: number[][];
  /** A rule may be several steps; the last first, so that a hit is none that follows itself. */
  private readonly steps = new Map<string, number[]>();

  constructor(rules: readonly string[]) {
    this.starts = rules.map(() => []);
    for (const [step, rule] of rules.entries()) this.steps.set(rule, [step, ...(this.steps.get(rule) ?? [])]);
  }

  add({ rule, time }: Signal): void {
    for (const step of this.steps.get(rule) ?? []) this.reach(step, time);
  }

  private reach(step: number, time: number): void {
    const own = this.starts[step];
    if (own === undefined) return;
    own[1] = time;
    for (const before of this.starts.slice(0, step)) {
      for (const [length, start] of before.entries()) {
        if (start !== undefined) own[length + 1] = Math.max(own[length + 1] ?? Number.NEGATIVE_INFINITY, start);
      }
    }
  }

  remove(): void {
    // A chain that started before the window is not looked at.
  }

  value(from: number): number {
    let longest = 0;
    for (const own of this.starts) {
      for (const [length, start] of own.entries()) if (start >= from && length > longest) longest = length;
    }
    return longest;
  }
}

interface NumberSummary {
  add(number: number): void;
  /** In the order in which they came. */
  remove(number: number): void;
  value(): number | undefined;
}

/** Of the numbers in a field; those of an event that several rules hit are taken once. */
class NumberMeasure implements Measure {
  private readonly events = new Multiset();
  /** Numbers of the events in the window, as they were taken. */
  private readonly taken = new Map<string, readonly number[]>();

  constructor(
    private readonly correlation: Correlation,
    private readonly summary: NumberSummary,
  ) {}

  add(signal: Signal): void {
    if (!this.events.add(signal.eventId)) return;
    const [field] = this.correlation.fields;
    const texts = field === undefined ? [] : valuesFor(this.correlation, field, signal);
    const numbers = texts.map(decimal).filter((number) => number !== undefined);
    this.taken.set(signal.eventId, numbers);
    for (const number of numbers) this.summary.add(number);
  }

  remove({ eventId }: Signal): void {
    if (!this.events.remove(eventId)) return;
    for (const number of this.taken.get(eventId) ?? []) this.summary.remove(number);
    this.taken.delete(eventId);
  }

  value(): number | undefined {
    return this.summary.value();
  }
}

/** A sum of what is in a queue, without subtracting: what rounding loses would add up over a long time. */
class QueueSum implements NumberSummary {
  private arriving: number[] = [];
  private arrivingSum = 0;
  /** Sums of what leaves next: the last is that of all of them. */
  private leaving: number[] = [];

  add(number: number): void {
    this.arriving.push(number);
    this.arrivingSum += number;
  }

  remove(): void {
    if (this.leaving.length === 0) {
      let sum = 0;
      for (let number = this.arriving.pop(); number !== undefined; number = this.arriving.pop()) {
        sum += number;
        this.leaving.push(sum);
      }
      this.arrivingSum = 0;
    }
    this.leaving.pop();
  }

  get size(): number {
    return this.arriving.length + this.leaving.length;
  }

  value(): number {
    return this.arrivingSum + (this.leaving.at(-1) ?? 0);
  }
}

class QueueAverage implements NumberSummary {
  private readonly sum = new QueueSum();

  add(number: number): void {
    this.sum.add(number);
  }

  remove(): void {
    this.sum.remove();
  }

  value(): number | undefined {
    return this.sum.size === 0 ? undefined : this.sum.value() / this.sum.size;
  }
}

/** Between the two nearest ranks the value is interpolated, as by `percentile_cont` of SQL. */
class Percentile implements NumberSummary {
  private readonly sorted: number[] = [];

  constructor(private readonly percentile: number) {}

  add(number: number): void {
    this.sorted.splice(this.placeOf(number), 0, number);
  }

  remove(number: number): void {
    this.sorted.splice(this.placeOf(number), 1);
  }

  value(): number | undefined {
    const rank = (this.percentile / 100) * (this.sorted.length - 1);
    const below = this.sorted[Math.floor(rank)];
    const above = this.sorted[Math.ceil(rank)];
    if (below === undefined || above === undefined) return undefined;
    return below + (above - below) * (rank - Math.floor(rank));
  }

  /** Of the first that is not smaller. */
  private placeOf(number: number): number {
    let from = 0;
    let to = this.sorted.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.sorted[middle] ?? number) < number) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
