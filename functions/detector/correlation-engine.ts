import { type Correlation, holdsOfNothing, isJudgedAtClose, minimumSignals } from "./correlation";
import { newThings } from "./first-seen";
import { groupIds, groupsAbove, groupValues, partitionOf, prefixOf, shortHash } from "./groups";
import type { FirstSeenRule } from "./plan";
import type { CorrelationHit, GroupActivity, SignalStore } from "./ports";
import type { Signal, TimeRange } from "./signal";
import { bucketOf, bucketRange, compareTexts, judgeWindow, SlidingWindows, type WindowMatch } from "./windows";

export interface EngineOptions {
  /** Each behind those that it refers to. */
  readonly correlations: readonly Correlation[];
  readonly store: SignalStore;
  readonly firstSeen?: readonly FirstSeenRule[] | undefined;
  /** Milliseconds that a signal may be later than its event for windows that are judged at their close. */
  readonly allowedLateness: number;
  /** This one of so many that share the groups; the only one by default. */
  readonly partition?: { readonly number: number; readonly of: number } | undefined;
}

/** What a run looks at. */
export interface RunRange {
  /** When signals were loaded whose groups are evaluated. */
  readonly ingested: TimeRange;
  /** Windows that close in this time are judged: all signals that were loaded before its end must be visible. */
  readonly closing: TimeRange;
}

/** Groups that are read at once; of each, what is in a window is in memory. */
const groupsAtOnce = 200;
/** A group that had no signal for so long is not missed any more. */
const shortestMemory = 86_400_000;
const memorySpans = 10;

/**
 * Evaluates correlations over stored signals. What it finds depends on the signals alone: a run that is repeated, or that
 * looks at more than it must, finds the same with the same ids.
 */
export class CorrelationEngine {
  private readonly byPrefix: ReadonlyMap<string, Correlation>;
  private readonly byKey: ReadonlyMap<string, Correlation>;

  constructor(private readonly options: EngineOptions) {
    this.byPrefix = new Map(options.correlations.map((correlation) => [correlation.groupPrefix, correlation]));
    this.byKey = new Map(options.correlations.map((correlation) => [correlation.key, correlation]));
  }

  /** Stores new things and the hits of all correlations; returns them. */
  async run({ ingested, closing }: RunRange): Promise<readonly CorrelationHit[]> {
    const { correlations, store, firstSeen = [] } = this.options;
    const { byCorrelation: active, others } = await this.activeGroups(ingested);
    const found = [...(await newThings(firstSeen, others, correlations, store))];
    await store.create(found);
    for (const { signal } of found) this.note(active, signal);
    for (const correlation of correlations) {
      const hits = isJudgedAtClose(correlation)
        ? await this.closeWindows(correlation, closing, found)
        : await this.slide(correlation, active.get(correlation) ?? new Map(), found);
      // In the order of time, so that of an occasion the first is stored first.
      await store.create(hits);
      found.push(...hits);
      for (const { signal } of hits) this.note(active, signal);
    }
    return found;
  }

  private async activeGroups(
    ingested: TimeRange,
  ): Promise<{ byCorrelation: ActiveGroups; others: readonly GroupActivity[] }> {
    const byCorrelation: ActiveGroups = new Map();
    const others: GroupActivity[] = [];
    for await (const activity of this.options.store.activeGroups(ingested)) {
      const { group, earliest, latest } = activity;
      if (!this.isOurs(group)) continue;
      if (this.byPrefix.has(prefixOf(group))) this.noteGroup(byCorrelation, group, earliest, latest);
      else others.push(activity);
    }
    return { byCorrelation, others };
  }

  /** A hit of a correlation is new to those that build on it. */
  private note(active: ActiveGroups, { groups, time }: Signal): void {
    for (const group of groups) this.noteGroup(active, group, time, time);
  }

  private noteGroup(active: ActiveGroups, group: string, earliest: number, latest: number): void {
    const correlation = this.byPrefix.get(prefixOf(group));
    if (correlation === undefined || !this.isOurs(group)) return;
    const groups = active.get(correlation) ?? new Map<string, TimeRange>();
    active.set(correlation, groups);
    const known = groups.get(group) ?? { from: earliest, to: latest };
    groups.set(group, { from: Math.min(known.from, earliest), to: Math.max(known.to, latest) });
  }

  private isOurs(group: string): boolean {
    const { partition } = this.options;
    return partition === undefined || partitionOf(group, partition.of) === partition.number;
  }

  /** Judges the windows that new signals are in. */
  private async slide(
    correlation: Correlation,
    groups: ReadonlyMap<string, TimeRange>,
    found: readonly CorrelationHit[],
  ): Promise<readonly CorrelationHit[]> {
    if (groups.size === 0) return [];
    const judged = new Map([...groups].map(([group, times]) => [group, affectedBy(correlation, times)]));
    const candidates = await this.candidates(correlation, judged, found);
    const hits: CorrelationHit[] = [];
    for (const together of batches(candidates)) {
      hits.push(...(await this.slideGroups(correlation, together, judged, found)));
    }
    return inTime(hits);
  }

  /**
   * The groups that may fulfil the condition. They are counted, without reading signals, in fixed windows of the timespan:
   * a window of the same length, wherever it starts, lies within two that are side by side, so those have at least as many.
   */
  private async candidates(
    correlation: Correlation,
    judged: ReadonlyMap<string, TimeRange>,
    found: readonly CorrelationHit[],
  ): Promise<readonly string[]> {
    const minimum = minimumSignals(correlation);
    if (minimum <= 1) return [...judged.keys()];
    const buckets = new Map<string, Map<number, number>>();
    const add = (group: string, bucket: number, count: number): void => {
      if (!judged.has(group)) return;
      const counts = buckets.get(group) ?? new Map<number, number>();
      buckets.set(group, counts);
      counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    };
    const times = this.lookedAt(correlation, [...judged.values()]);
    for await (const one of this.options.store.countByBucket(correlation, [...judged.keys()], times)) {
      add(one.group, one.bucket, one.count);
    }
    // What this run has stored may be counted twice: the bound stays one.
    for (const { signal } of found) {
      for (const group of signal.groups) add(group, bucketOf(signal.time, correlation), 1);
    }
    return [...buckets].filter(([, counts]) => mostInPair(counts) >= minimum).map(([group]) => group);
  }

  private async slideGroups(
    correlation: Correlation,
    groups: readonly string[],
    judged: ReadonlyMap<string, TimeRange>,
    found: readonly CorrelationHit[],
  ): Promise<readonly CorrelationHit[]> {
    const windows = new Map(groups.map((group) => [group, new SlidingWindows(correlation)]));
    const hits: CorrelationHit[] = [];
    const take = (group: string, match: WindowMatch | undefined): void => {
      const range = judged.get(group);
      if (match === undefined || range === undefined || match.time < range.from || match.time >= range.to) return;
      hits.push(this.hit(correlation, group, match, match.last));
    };
    const times = this.lookedAt(
      correlation,
      groups.flatMap((group) => judged.get(group) ?? []),
    );
    for await (const signal of this.signals(groups, times, found)) {
      for (const group of signal.groups) {
        const window = windows.get(group);
        if (window !== undefined) take(group, window.push(signal));
      }
    }
    for (const [group, window] of windows) take(group, window.end());
    return hits;
  }

  /**
   * What must be read to judge these: also what their first windows reach back to, and, of an occasion, the hit with which
   * it began.
   */
  private lookedAt({ rules, timespan }: Correlation, judged: readonly TimeRange[]): TimeRange {
    const occasions = rules.map((rule) => this.byKey.get(rule)?.timespan ?? 0);
    const reach = timespan + Math.max(0, ...occasions);
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const range of judged) {
      from = Math.min(from, range.from - reach);
      to = Math.max(to, range.to);
    }
    return { from, to };
  }

  /** Judges, once, each fixed window that closes. */
  private async closeWindows(
    correlation: Correlation,
    closing: TimeRange,
    found: readonly CorrelationHit[],
  ): Promise<readonly CorrelationHit[]> {
    const { store, allowedLateness } = this.options;
    const hits: CorrelationHit[] = [];
    const first = Math.ceil((closing.from - allowedLateness) / correlation.timespan);
    const last = Math.ceil((closing.to - allowedLateness) / correlation.timespan) - 1;
    for (let end = first; end <= last; end += 1) {
      const bucket = end - 1;
      const range = bucketRange(correlation, bucket);
      const memory = holdsOfNothing(correlation)
        ? { from: range.from - Math.max(shortestMemory, memorySpans * correlation.timespan), to: range.to }
        : range;
      const groups = new Set<string>(correlation.groupBy.length === 0 ? groupIds(correlation, nothing) : []);
      for await (const group of store.groups(correlation, memory)) groups.add(group);
      for (const { signal } of found) if (signal.time < range.to) for (const group of signal.groups) groups.add(group);
      const ours = [...groups].filter((group) => prefixOf(group) === correlation.groupPrefix && this.isOurs(group));
      for (const together of batches(ours)) {
        hits.push(...(await this.closeWindow(correlation, together, bucket, memory, found)));
      }
    }
    return hits;
  }

  private async closeWindow(
    correlation: Correlation,
    groups: readonly string[],
    bucket: number,
    memory: TimeRange,
    found: readonly CorrelationHit[],
  ): Promise<readonly CorrelationHit[]> {
    const range = bucketRange(correlation, bucket);
    const signals = new Map<string, Signal[]>(groups.map((group) => [group, []]));
    for await (const signal of this.signals(groups, range, found)) {
      // Whoever judges it, and whenever, judges the same.
      const isInTime = signal.ingested < range.to + this.options.allowedLateness;
      if (isInTime) for (const group of signal.groups) signals.get(group)?.push(signal);
    }
    const matches: (readonly [group: string, match: WindowMatch, known: Signal | undefined])[] = [];
    for (const [group, within] of signals) {
      const match = judgeWindow(correlation, bucket, within);
      if (match !== undefined) matches.push([group, match, within[0]]);
    }
    const silent = matches.flatMap(([group, , known]) => (known === undefined ? [group] : []));
    const before = silent.length === 0 ? new Map<string, Signal>() : await this.options.store.latest(silent, memory);
    return matches.map(([group, match, known]) => this.hit(correlation, group, match, known ?? before.get(group)));
  }

  /** Stored signals, and those of this run, which may not be visible yet. */
  private async *signals(
    groups: readonly string[],
    times: TimeRange,
    found: readonly CorrelationHit[],
  ): AsyncGenerator<Signal, void, undefined> {
    const wanted = new Set(groups);
    const own = found
      .map(({ signal }) => signal)
      .filter(
        (signal) =>
          signal.time >= times.from && signal.time < times.to && signal.groups.some((group) => wanted.has(group)),
      )
      .sort(byTime);
    let next = 0;
    for await (const signal of this.options.store.load(groups, times)) {
      for (let one = own[next]; one !== undefined && byTime(one, signal) < 0; one = own[next]) {
        yield one;
        next += 1;
      }
      yield signal;
    }
    yield* own.slice(next);
  }

  private hit(correlation: Correlation, group: string, match: WindowMatch, known: Signal | undefined): CorrelationHit {
    const occasion = shortHash(correlation.key, correlation.hash, group, String(match.bucket));
    const id = match.last === undefined ? occasion : shortHash(occasion, match.last.id);
    const values = known === undefined ? {} : groupValues(correlation, group, known);
    const named = { rule: correlation.key, values };
    const groups = groupsAbove(this.options.correlations, named);
    const signal = { id, eventId: occasion, time: match.time, ingested: ingestedOf(match), groups, ...named };
    return { signal, kind: "correlation", group, match };
  }
}

type ActiveGroups = Map<Correlation, Map<string, TimeRange>>;

/** Of windows side by side, the most that two of them have together. */
export function mostInPair(counts: ReadonlyMap<number, number>): number {
  let most = 0;
  for (const [bucket, count] of counts) most = Math.max(most, count + (counts.get(bucket + 1) ?? 0));
  return most;
}

const nothing = { rule: "", values: {} };

/** The whole fixed windows in which a signal may make the condition hold, sooner or at all. */
function affectedBy(correlation: Correlation, { from, to }: TimeRange): TimeRange {
  return {
    from: bucketRange(correlation, bucketOf(from, correlation)).from,
    to: bucketRange(correlation, bucketOf(to + correlation.timespan, correlation)).to,
  };
}

/** Groups that are read together. */
function* batches(groups: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < groups.length; from += groupsAtOnce) yield groups.slice(from, from + groupsAtOnce);
}

/** A hit is known when the last of what it is made of is. */
function ingestedOf({ signals, time }: WindowMatch): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { ingested } of signals) latest = Math.max(latest, ingested);
  return Number.isFinite(latest) ? latest : time;
}

function inTime(hits: readonly CorrelationHit[]): readonly CorrelationHit[] {
  return [...hits].sort((a, b) => byTime(a.signal, b.signal));
}

function byTime(a: Signal, b: Signal): number {
  return a.time - b.time || compareTexts(a.id, b.id);
}
