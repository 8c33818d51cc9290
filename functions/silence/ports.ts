import type { Sender } from "./sender";

/** A sender, and an hour in which documents of its were indexed. */
export interface ActiveHour {
  readonly sender: Sender;
  /** Epoch milliseconds: its beginning. */
  readonly hour: number;
}

export interface LastDocument {
  readonly sender: Sender;
  /** Epoch milliseconds: when it was indexed. */
  readonly at: number;
}

/** The indices of the SIEM. Times are epoch milliseconds. Documents with an event time before `from` do not count: old logs that are loaded say nothing of a sender. */
export interface Activity {
  /** The hours since `from`, each sender's in their order; one may come twice. */
  activeHours(from: number): AsyncIterable<ActiveHour>;
  /** When each sender's last document since `from` was indexed; `eventsFrom` bounds the events' own times. */
  lastDocuments(from: number, eventsFrom: number): Promise<readonly LastDocument[]>;
}

/** Where the state is kept. */
export interface StateStore {
  read(): Promise<string | undefined>;
  write(state: string): Promise<void>;
}

/** The alarm topic. */
export interface Notifier {
  publish(subject: string, message: string): Promise<void>;
}
