import { DependencyError, ObjectError } from "../shared/errors";
import { countUp } from "./count-up";
import type { ObjectTask } from "./follow-up";
import type { NormalisedRecord, ObjectSummary } from "./normalised-object";
import type { ObjectReference } from "./ports";
import type { Rejection } from "./rejected";
import { maximumHops, type ResumePoint } from "./resume";

/**
 * What became of an object as a whole. `continued`: a message of the loader's own goes on with it; `parked`: one starts
 * with it again once what is out of order may work; `postponed`: one starts with it again at once, for other objects took
 * the time.
 */
export type ObjectOutcome =
  | ObjectSummary["outcome"]
  | "missing"
  | "quarantined"
  | "failed"
  | "continued"
  | "parked"
  | "postponed";

/**
 * The accounting of one object, or of the part of it that is loaded now: every record received is indexed, a duplicate,
 * rejected, or dropped for a reason. Pipeline errors are indexed (or duplicates) like other documents; their number is among those.
 */
export class ObjectAccount {
  received = 0;
  indexed = 0;
  duplicate = 0;
  rejected = 0;
  pipelineErrors = 0;
  /** Documents indexed with a part under `unmapped`, because their index could not take it. */
  unmapped = 0;
  /** Records that are no UTF-8. */
  invalidText = 0;
  /** Of what detection rules found in the records: each signal is indexed, a duplicate, or rejected. */
  readonly signals = { raised: 0, indexed: 0, duplicate: 0, rejected: 0 };
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
  private readonly held: Rejection[] = [];
  private heldCharacters = 0;
  lastModified: Date | undefined;
  /** Bytes as stored. */
  size: number | undefined;
  /** ISO 8601, of all documents that were mapped; times in one zone and form compare as texts. */
  newestEvent = "";
  /** The very version that is read, once it is known. */
  version: Pick<ObjectReference, "versionId" | "etag"> | undefined;
  /** Whether it has the function's whole time, and nobody else anything of it. */
  hasAllTime = false;
  /** Where reading stopped for lack of time. */
  rest: ResumePoint | undefined;

  constructor(
    readonly reference: ObjectReference,
    /** Where loading starts; at the beginning by default. */
    readonly resume?: ResumePoint,
    /**
     * Epoch milliseconds at which the loader was to be told of it: what is loaded once more years later did not arrive
     * years too late.
     */
    readonly announcedAt?: number,
    /** Whether it got nowhere beside others: it must have the function's whole time. */
    private wantsAllTime = false,
  ) {}

  /** Whether it is to be read before all others and by itself. Where all has to be read and mapped again, that takes its time too. */
  get readsAlone(): boolean {
    return this.wantsAllTime || (this.resume !== undefined && this.resume.place === undefined);
  }

  /** What is still to be done: nothing, the rest, or all that was to be done from the start. */
  get left(): ObjectTask | undefined {
    const { failure, resume, rest, outcome } = this;
    const reference = { ...this.reference, ...this.version };
    if (failure !== undefined || outcome === "postponed") return { reference, resume, alone: this.wantsAllTime };
    return rest && { reference, resume: rest };
  }

  receive(record: NormalisedRecord): void {
    this.received += 1;
    if (record.kind === "dropped") {
      countUp(this.dropped, record.reason);
    } else {
      const time = record.document["@timestamp"];
      // A record that could not be mapped has the time of its object's arrival.
      if (record.pipelineError) this.pipelineErrors += 1;
      else if (time !== undefined && time > this.newestEvent) this.newestEvent = time;
      if (record.invalidText === true) this.invalidText += 1;
      for (const filter of record.trials ?? []) countUp(this.trials, filter);
    }
  }

  /** Counts a document that was refused, a record's by default, and holds it until it is written. */
  reject(rejection: Rejection, counts: { rejected: number } = this): void {
    counts.rejected += 1;
    this.held.push(rejection);
    this.heldCharacters += rejection.document.length;
  }

  /** Hands the rejected records over that are not written yet. */
  takeRejections(): readonly Rejection[] {
    this.heldCharacters = 0;
    return this.held.splice(0);
  }

  /** What reading came to. That documents of the object failed meanwhile is more: it has to be delivered again. */
  conclude(outcome: ObjectOutcome): void {
    if (this.failure === undefined) this.outcome = outcome;
  }

  fail(error: Error): void {
    this.failure ??= error;
    this.outcome = "failed";
  }

  /** Others took the time, which is no fault of the object. */
  postpone(): void {
    if (this.failure === undefined) this.outcome = "postponed";
  }

  /** Rejected records that are not written yet. */
  get rejections(): readonly Rejection[] {
    return this.held;
  }

  /** Characters of the documents of these. */
  get rejectedCharacters(): number {
    return this.heldCharacters;
  }

  /**
   * Reading stops before this record, for lack of time. One that came no further than it started gets all of the time
   * another time.
   * @param failure with which reading ended when the time was over, if it did
   * @throws ObjectError if the object comes no further though it had all of the time: it never will
   */
  stopAt({ ordinal, place }: Pick<ResumePoint, "ordinal" | "place">, failure?: DependencyError): void {
    const { ordinal: start, hops } = this.resume ?? { ordinal: 0, hops: 0 };
    if (ordinal <= start && !this.isFurther(place)) {
      if (this.hasAllTime) throw failure ?? tooShort(start, place);
      this.wantsAllTime = true;
      this.postpone();
    } else if (hops >= maximumHops) {
      this.fail(new DependencyError(`the object was continued ${hops} times, and is not loaded`));
    } else {
      this.rest = { ordinal: Math.max(ordinal, start), hops: hops + 1, place };
    }
  }

  /** Whether a later invocation that starts at the place starts behind where this one did: there may be no record for long. */
  private isFurther(place: ResumePoint["place"]): boolean {
    if (place === undefined) return false;
    // The last one stopped somewhere, but where, it could not say, or is not believed: it would stop there again.
    if (this.resume !== undefined && this.resume.place === undefined) return false;
    return place.offset > (this.resume?.place?.offset ?? 0);
  }

  get droppedTotal(): number {
    let total = 0;
    for (const count of this.dropped.values()) total += count;
    return total;
  }

  /** @throws Error if a record is unaccounted for. Only a failed object may have such: it is delivered again. */
  assertComplete(): void {
    if (this.failure !== undefined) return;
    const { received, indexed, duplicate, rejected, droppedTotal, signals } = this;
    if (received !== indexed + duplicate + rejected + droppedTotal) {
      throw new Error(
        `accounting does not add up: received ${received}, but indexed ${indexed} + duplicate ${duplicate} + rejected ${rejected} + dropped ${droppedTotal}`,
      );
    }
    if (signals.raised !== signals.indexed + signals.duplicate + signals.rejected) {
      throw new Error(
        `accounting of signals does not add up: raised ${signals.raised}, but indexed ${signals.indexed} + duplicate ${signals.duplicate} + rejected ${signals.rejected}`,
      );
    }
  }
}

function tooShort(start: number, place: ResumePoint["place"]): ObjectError {
  return new ObjectError(
    `the function's whole time is too short to load a record of the object after ${start}; have it delivered in smaller parts, or raise siem:loaderTimeout or siem:loaderMemory`,
    { place: { record: start, offset: place?.offset } },
  );
}
