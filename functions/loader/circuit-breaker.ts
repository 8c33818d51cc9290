import { OutageError } from "../shared/errors";
import { isShardLimit } from "./bulk-verdict";
import type { Clock } from "./ports";

/** What may be wrong, how many requests in a row must show it before we stop asking, and what to look at. */
const faults = {
  busy: { patience: 6, advice: "OpenSearch takes nothing; look at its health and its load" },
  blocked: { patience: 3, advice: "OpenSearch blocks writes; look at its free storage" },
  refused: { patience: 6, advice: "OpenSearch answers every request with 400; look at what stands before it" },
  indexBlocked: {
    patience: 3,
    advice: "OpenSearch blocks writes to an index; look at its shards and the free storage",
  },
} as const;

/** Of a block that is no want of storage. */
const shardAdvice =
  "OpenSearch makes no new index, for the cluster has as many shards as it may; delete old indices, add data nodes or raise cluster.max_shards_per_node";

type Fault = keyof typeof faults;

/** Why messages wait: what may be wrong, what to look at, and what OpenSearch says. */
export function outageOf(fault: Fault, reason: string): OutageError {
  const advice = isShardLimit(reason) ? shardAdvice : faults[fault].advice;
  return new OutageError(`${advice}; the messages wait: ${reason}`);
}

const shortestRestMilliseconds = 5_000;
const longestRestMilliseconds = 60_000;

/**
 * Knows whether OpenSearch, or one of its indices, takes anything at all, as far as this process has seen. After some
 * failures in a row it opens: nothing is sent for a while, which doubles with each probe that fails, up to a minute.
 */
export class CircuitBreaker {
  private failuresInARow = 0;
  private outage: { readonly error: OutageError; readonly until: number; readonly rest: number } | undefined;
  /** Requests that came to something, ever. */
  successes = 0;

  constructor(private readonly clock: Clock) {}

  /** Whether there is an outage; if nothing is refused, the next request is to be a small one. */
  get isOpen(): boolean {
    return this.outage !== undefined;
  }

  /** Why nothing must be sent now. */
  get refusal(): OutageError | undefined {
    if (this.outage === undefined || this.clock.now().getTime() >= this.outage.until) return undefined;
    return this.outage.error;
  }

  succeeded(): void {
    this.successes += 1;
    this.failuresInARow = 0;
    this.outage = undefined;
  }

  failed(fault: Fault, reason: string): void {
    const { patience } = faults[fault];
    this.failuresInARow += 1;
    // One that began before the outage was seen says nothing new.
    if (this.refusal !== undefined) return;
    if (this.outage === undefined && this.failuresInARow < patience) return;
    const rest = Math.min(longestRestMilliseconds, (this.outage?.rest ?? shortestRestMilliseconds / 2) * 2);
    // With jitter: the processes that saw the outage together must not come back together.
    const until = this.clock.now().getTime() + rest * (0.5 + 0.5 * this.clock.random());
    this.outage = { error: outageOf(fault, reason), until, rest };
  }
}
