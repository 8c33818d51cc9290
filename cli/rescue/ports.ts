import type { HeldObjects } from "../../functions/loader/held-object";
import type { ObjectReference, SearchIndex } from "../../functions/loader/ports";

export interface ListedFile {
  readonly key: string;
  /** When it was written. */
  readonly writtenAt: Date | undefined;
}

/** What the loader has put aside: the prefixes `rejected/` and `quarantine/` of the archive. */
export interface SetAsideFiles extends HeldObjects<string | undefined> {
  /** The files under a prefix, in the order of their keys. */
  list(prefix: string): AsyncIterable<ListedFile>;
}

/** What would meet whoever reads a log object now. */
export type ObjectState = "there" | "missing" | "archived" | "denied";

/** The buckets that hold the logs. */
export interface LogObjects {
  state(reference: ObjectReference): Promise<ObjectState>;
}

/** The search domain. */
export interface DocumentIndex extends SearchIndex {
  /** So long after it was written a document is found. */
  readonly visibleAfterSeconds: number;
  /** Which of the ids an index of this pattern holds. What was written in the last seconds may be missing. */
  present(indexPattern: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A message that was received and is hidden from other receivers for a while. */
export interface WaitingMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often it was received, this time and other looks at it included. */
  readonly receiveCount: number;
  /** When it was sent to the queue that it comes from. */
  readonly sentAt: Date | undefined;
}

export interface RescueQueue {
  /** At most ten messages, hidden for so long; waits a moment for them. */
  receive(hiddenSeconds: number): Promise<readonly WaitingMessage[]>;
  /** Lets others receive them again. */
  release(messages: readonly WaitingMessage[]): Promise<void>;
  remove(message: WaitingMessage): Promise<void>;
  send(body: string): Promise<void>;
}
