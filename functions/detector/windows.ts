import { type Correlation, holds } from "./correlation";
import { type Measure, measureOf } from "./measures";
import type { Signal, TimeRange } from "./signal";

/** A window in which a correlation's condition holds. */
export interface WindowMatch {
  /** Number of the fixed window, as long as the timespan, in which it was found: it holds once in each. */
  readonly bucket: number;
  /** The signal with which the condition came to hold; undefined where it holds of the window as a whole. */
  readonly last: Signal | undefined;
  /** Epoch milliseconds: of that signal, or the window's end. */
  readonly time: number;
  /** Of the first of its signals, or the window's beginning. */
  readonly start: number;
  /** The count, sum ... that fulfils the condition. */
  readonly value: number;
  /** In the order of time: the first ones, and the last. */
  readonly signals: readonly Signal[];
  /** How many there are. */
  readonly count: number;
}

/** Signals that a match names; of more, the last one too. */
const maximumNamedSignals = 100;

export function bucketOf(time: number, { timespan }: Pick<Correlation, "timespan">): number {
  return Math.floor(time / timespan);
}

/**
 * The windows of one group that end with a signal and reach back the timespan, both ends included. Takes signals in the
 * order of time and finds, in each fixed window, the first signal with which the condition holds.
 */
export class SlidingWindows {
  private readonly measure: Measure;
  private readonly hits: HitFilter;
  private readonly order: Order;
  private window: Signal[] = [];
  /** Of `window`, how many have left it. */
  private left = 0;
  /** Signals of one time, which are judged together. */
  private instant: Signal[] = [];
  private matched: number | undefined;

  constructor(private readonly correlation: Correlation) {
    this.measure = measureOf(correlation);
    this.hits = new HitFilter(correlation);
    this.order = orderFor(correlation);
  }

  /** @returns a match that the signals before it make. */
  push(signal: Signal): WindowMatch | undefined {
    const [first] = this.instant;
    const match = first !== undefined && first.time !== signal.time ? this.judge() : undefined;
    this.instant.push(signal);
    return match;
  }

  /** To be called behind the last signal. */
  end(): WindowMatch | undefined {
    return this.judge();
  }

  private judge(): WindowMatch | undefined {
    const arrived = this.instant.sort(this.order).filter((signal) => this.hits.isNew(signal));
    this.instant = [];
    const [anchor] = arrived;
    if (anchor === undefined) return undefined;
    const { time } = anchor;
    const from = time - this.correlation.timespan;
    this.removeBefore(from);
    for (const signal of arrived) {
      this.window.push(signal);
      this.measure.add(signal);
    }
    const bucket = bucketOf(time, this.correlation);
    if (bucket === this.matched) return undefined;
    const value = this.measure.value(from);
    if (value === undefined || !holds(this.correlation.bounds, value)) return undefined;
    this.matched = bucket;
    const start = this.window[this.left]?.time ?? time;
    return { bucket, last: anchor, time, start, value, ...named(this.window, this.left) };
  }

  private removeBefore(from: number): void {
    for (let first = this.window[this.left]; first !== undefined && first.time < from; ) {
      this.measure.remove(first);
      this.left += 1;
      first = this.window[this.left];
    }
    // Cutting the beginning off each time would take the square of the time.
    if (this.left > 1_000 && this.left * 2 > this.window.length) {
      this.window = this.window.slice(this.left);
      this.left = 0;
    }
  }
}

/** Judges a fixed window as a whole; its signals may come in any order. */
export function judgeWindow(
  correlation: Correlation,
  bucket: number,
  signals: readonly Signal[],
): WindowMatch | undefined {
  const range = bucketRange(correlation, bucket);
  const measure = measureOf(correlation);
  const hits = new HitFilter(correlation);
  const within = signals.filter(({ time }) => time >= range.from && time < range.to);
  const counted = within.sort(orderFor(correlation)).filter((signal) => hits.isNew(signal));
  for (const signal of counted) measure.add(signal);
  const value = measure.value(range.from);
  if (value === undefined || !holds(correlation.bounds, value)) return undefined;
  return { bucket, last: undefined, time: range.to, start: range.from, value, ...named(counted, 0) };
}

export function bucketRange({ timespan }: Pick<Correlation, "timespan">, bucket: number): TimeRange {
  return { from: bucket * timespan, to: (bucket + 1) * timespan };
}

function named(window: readonly Signal[], left: number): Pick<WindowMatch, "signals" | "count"> {
  const count = window.length - left;
  const signals = window.slice(left, left + maximumNamedSignals);
  const last = window.at(-1);
  return { count, signals: count > signals.length && last !== undefined ? [...signals, last] : signals };
}

type Order = (a: Signal, b: Signal) => number;

/** Of one time, in the order of the rules: what happened at once counts as in order. */
function orderFor({ rules }: Correlation): Order {
  const places = new Map([...rules.entries()].map(([place, rule]) => [rule, place]));
  const placeOf = ({ rule }: Signal): number => places.get(rule) ?? 0;
  return (a, b) => a.time - b.time || placeOf(a) - placeOf(b) || compareTexts(a.id, b.id);
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Lets each hit pass once: of a rule that was changed an event may have two signals, of a correlation an occasion. */
class HitFilter {
  private readonly seen = new Map<string, number>();

  constructor(private readonly correlation: Correlation) {}

  isNew({ rule, eventId, time }: Signal): boolean {
    const hit = `${rule}\0${eventId}`;
    if (this.seen.has(hit)) return false;
    this.seen.set(hit, time);
    if (this.seen.size > maximumSeen) this.forget(time - memorySpans * this.correlation.timespan);
    return true;
  }

  private forget(before: number): void {
    for (const [hit, time] of this.seen) {
      if (time >= before) return;
      this.seen.delete(hit);
    }
  }
}

const maximumSeen = 10_000;
/** Signals of one hit are of one time, and of one occasion within its correlation's timespan. */
const memorySpans = 3;
