/** A hit of a rule or correlation, as correlations see it. */
export interface Signal {
  /** Of the rule, its content and the event: the same hit has the same id, however often it is delivered. */
  readonly id: string;
  /** What stands for the rule or correlation, see `sigmaKey`. */
  readonly rule: string;
  /** Of the event; of a correlation's hit, its occasion. Signals of a rule with the same one are one hit. */
  readonly eventId: string;
  /** Epoch milliseconds: when it happened. */
  readonly time: number;
  /** Epoch milliseconds: when it was loaded. */
  readonly ingested: number;
  /** Ids of the groups of correlations that it belongs to, see `groupIds`. */
  readonly groups: readonly string[];
  /** Values of the fields that correlations ask for, by the rule's own names of them. */
  readonly values: SignalValues;
}

export type SignalValues = Readonly<Record<string, readonly string[]>>;

/** Half open, in epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}
