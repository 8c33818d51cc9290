import type { BucketCount, CorrelationHit, GroupActivity, Grouped, SignalStore } from "./ports";
import type { Signal, TimeRange } from "./signal";
import { bucketOf, compareTexts } from "./windows";

/** Signals in memory: for tests, and to evaluate correlations over files. */
export class MemorySignalStore implements SignalStore {
  private readonly byId = new Map<string, Signal>();
  private byGroup: ReadonlyMap<string, readonly Signal[]> | undefined;

  /** As the loader stores them: what is there stays as it is. */
  add(signals: Iterable<Signal>): void {
    for (const signal of signals) if (!this.byId.has(signal.id)) this.byId.set(signal.id, signal);
    this.byGroup = undefined;
  }

  get signals(): readonly Signal[] {
    return [...this.byId.values()];
  }

  async *activeGroups(ingested: TimeRange): AsyncGenerator<GroupActivity, void, undefined> {
    for (const [group, signals] of this.groupsWith((signal) => isWithin(signal.ingested, ingested))) {
      const times = signals.map(({ time }) => time);
      yield { group, earliest: least(times), latest: most(times) };
    }
  }

  async *countByBucket(
    correlation: Grouped,
    groups: readonly string[],
    times: TimeRange,
  ): AsyncGenerator<BucketCount, void, undefined> {
    for (const group of groups) {
      const counts = new Map<number, number>();
      for (const { time } of this.of(group)) {
        const bucket = bucketOf(time, correlation);
        if (isWithin(time, times)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      }
      for (const [bucket, count] of counts) yield { group, bucket, count };
    }
  }

  async *groups({ groupPrefix }: Grouped, times: TimeRange): AsyncGenerator<string, void, undefined> {
    for (const [group] of this.groupsWith(({ time }) => isWithin(time, times))) {
      if (group.startsWith(`${groupPrefix}:`)) yield group;
    }
  }

  async *load(groups: readonly string[], times: TimeRange): AsyncGenerator<Signal, void, undefined> {
    const found = new Map<string, Signal>();
    for (const group of groups) {
      for (const signal of this.of(group)) if (isWithin(signal.time, times)) found.set(signal.id, signal);
    }
    yield* [...found.values()].sort(byTime);
  }

  async latest(groups: readonly string[], times: TimeRange): Promise<ReadonlyMap<string, Signal>> {
    const found = new Map<string, Signal>();
    for (const group of groups) {
      for (const signal of [...this.of(group)].sort(byTime)) if (isWithin(signal.time, times)) found.set(group, signal);
    }
    return found;
  }

  async create(hits: readonly CorrelationHit[]): Promise<void> {
    this.add(hits.map(({ signal }) => signal));
  }

  private of(group: string): readonly Signal[] {
    this.byGroup ??= grouped(this.byId.values());
    return this.byGroup.get(group) ?? [];
  }

  private groupsWith(isMeant: (signal: Signal) => boolean): ReadonlyMap<string, readonly Signal[]> {
    return grouped([...this.byId.values()].filter(isMeant));
  }
}

function grouped(signals: Iterable<Signal>): ReadonlyMap<string, readonly Signal[]> {
  const groups = new Map<string, Signal[]>();
  for (const signal of signals) {
    for (const group of signal.groups) {
      const members = groups.get(group);
      if (members === undefined) groups.set(group, [signal]);
      else members.push(signal);
    }
  }
  return groups;
}

function isWithin(time: number, { from, to }: TimeRange): boolean {
  return time >= from && time < to;
}

function byTime(a: Signal, b: Signal): number {
  return a.time - b.time || compareTexts(a.id, b.id);
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other));
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.max(one, other));
}
