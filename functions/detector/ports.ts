import type { Correlation } from "./correlation";
import type { Signal, TimeRange } from "./signal";
import type { WindowMatch } from "./windows";

/** What groups are of: the beginning of their ids, and how long fixed windows are. */
export type Grouped = Pick<Correlation, "groupPrefix" | "timespan">;

/** A group with new signals, and between which times they happened. */
export interface GroupActivity {
  readonly group: string;
  /** Epoch milliseconds. */
  readonly earliest: number;
  readonly latest: number;
}

/** How many signals of a group happened in a fixed window. */
export interface BucketCount {
  readonly group: string;
  readonly bucket: number;
  readonly count: number;
}

/**
 * The signals that are stored. Every method gives all there is, or throws DependencyError: an answer that is not complete
 * (a shard failed, a search took too long) is none.
 */
export interface SignalStore {
  /** Groups of all correlations with signals that were loaded in a time. */
  activeGroups(ingested: TimeRange): AsyncIterable<GroupActivity>;
  /** Signals of at least these groups of a correlation, counted in fixed windows of its timespan. */
  countByBucket(correlation: Grouped, groups: readonly string[], times: TimeRange): AsyncIterable<BucketCount>;
  /** Groups of a correlation with signals in a time. */
  groups(correlation: Grouped, times: TimeRange): AsyncIterable<string>;
  /** Signals of groups, in the order of time. */
  load(groups: readonly string[], times: TimeRange): AsyncIterable<Signal>;
  /** The last signal of each group in a time. */
  latest(groups: readonly string[], times: TimeRange): Promise<ReadonlyMap<string, Signal>>;
  /** Stores what is not stored yet; what is there stays as it is. */
  create(hits: readonly CorrelationHit[]): Promise<void>;
}

/** What was found in signals, to be stored as a signal: a match of a correlation, or something new. */
export interface CorrelationHit {
  /** Its `rule` is the correlation's key, or that of the rule of new things. */
  readonly signal: Signal;
  readonly kind: "correlation" | "first-seen";
  readonly group: string;
  readonly match: WindowMatch;
}

/** What a detector remembers between its runs. */
export interface DetectorState {
  /** Epoch milliseconds: all that was loaded before is done. */
  readonly watermark: number;
}

export interface StateStore {
  /** Undefined before the first run. */
  read(name: string): Promise<StoredState | undefined>;
  /**
   * @returns false if somebody else has written since `version` was read.
   * @throws DependencyError
   */
  write(name: string, state: DetectorState, version: string | undefined): Promise<boolean>;
}

export interface StoredState extends DetectorState {
  /** Changes with each write. */
  readonly version: string;
}
