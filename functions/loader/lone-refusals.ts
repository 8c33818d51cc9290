import { DependencyError } from "../shared/errors";
import { type BulkEntry, reject } from "./bulk-entry";
import type { CircuitBreaker } from "./circuit-breaker";

interface Refusal {
  readonly entry: BulkEntry;
  readonly status: number;
  readonly reason: string;
}

/**
 * Documents of a request that were refused as malformed even when they were alone in theirs. Whether that is their own
 * fault shows in the others only: a domain, or a proxy before it, that takes nothing answers all requests so.
 */
export class LoneRefusals {
  private readonly refusals: Refusal[] = [];
  private readonly successesBefore: number;

  constructor(private readonly breaker: CircuitBreaker) {
    this.successesBefore = breaker.successes;
  }

  /** Whether the domain has taken anything since the request was sent first. */
  get othersTaken(): boolean {
    return this.breaker.successes > this.successesBefore;
  }

  add(refusal: Refusal): void {
    this.refusals.push(refusal);
  }

  /** Decides about them, when all of the request's other documents are. */
  settle(): void {
    for (const { entry, status, reason } of this.refusals) {
      if (this.othersTaken) reject(entry, status, reason);
      else entry.account.fail(this.breaker.refusal ?? new DependencyError(`OpenSearch answered ${status}: ${reason}`));
    }
  }
}
