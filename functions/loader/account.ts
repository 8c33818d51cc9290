import { countUp } from "./count-up";
import type { NormalisedRecord, ObjectSummary } from "./normalised-object";
import type { ObjectReference } from "./ports";
import type { Rejection } from "./rejected";

/** What became of an object as a whole. */
export type ObjectOutcome = ObjectSummary["outcome"] | "missing" | "quarantined" | "failed";

/**
 * The accounting of one object: every record received is indexed, a duplicate, rejected, or dropped for a reason.
 * Pipeline errors are indexed (or duplicates) like other documents; their number is among those.
 */
export class ObjectAccount {
  received = 0;
  indexed = 0;
  duplicate = 0;
  rejected = 0;
  pipelineErrors = 0;
  /** Records that are no UTF-8. */
  invalidText = 0;
  readonly dropped = new Map<string, number>();
  /** Documents that filters on trial match, by filter. */
  readonly trials = new Map<string, number>();
  /** How often limits were reached, by limit. */
  limitsReached: ObjectSummary["limitsReached"] = {};
  source: string | undefined;
  outcome: ObjectOutcome = "read";
  /** Why the object is in quarantine. */
  quarantineReason: string | undefined;
  /** Why the object must be delivered again. The first failure says most. */
  failure: Error | undefined;
  /** Rejected records that are not written yet. */
  readonly rejections: Rejection[] = [];
  lastModified: Date | undefined;

  constructor(readonly reference: ObjectReference) {}

  receive(record: NormalisedRecord): void {
    this.received += 1;
    if (record.kind === "dropped") {
      countUp(this.dropped, record.reason);
    } else {
      if (record.pipelineError) this.pipelineErrors += 1;
      if (record.invalidText === true) this.invalidText += 1;
      for (const filter of record.trials ?? []) countUp(this.trials, filter);
    }
  }

  reject(rejection: Rejection): void {
    this.rejected += 1;
    this.rejections.push(rejection);
  }

  fail(error: Error): void {
    this.failure ??= error;
    this.outcome = "failed";
  }

  get droppedTotal(): number {
    let total = 0;
    for (const count of this.dropped.values()) total += count;
    return total;
  }

  /** @throws Error if a record is unaccounted for. Only a failed object may have such: it is delivered again. */
  assertComplete(): void {
    const { received, indexed, duplicate, rejected, droppedTotal } = this;
    if (this.failure !== undefined || received === indexed + duplicate + rejected + droppedTotal) return;
    throw new Error(
      `accounting does not add up: received ${received}, but indexed ${indexed} + duplicate ${duplicate} + rejected ${rejected} + dropped ${droppedTotal}`,
    );
  }
}
