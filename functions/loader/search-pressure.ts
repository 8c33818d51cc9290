import type { OutageError } from "../shared/errors";
import { CircuitBreaker } from "./circuit-breaker";
import type { Clock, Log } from "./ports";
import { PressureLog } from "./pressure-log";
import { RequestWindow } from "./request-window";

/**
 * What a request came to. `answered`: it was decided, though nothing was taken, such as one that is too large.
 * `refused`: as malformed, though it is as small as can be, and nothing else is taken.
 */
export type RequestOutcome = "taken" | "partly-taken" | "answered" | "refused" | "busy" | "blocked";

/** Leave to send one request. */
export interface Turn {
  /** Whether the request must be a small one: nobody knows yet whether an outage is over. */
  readonly probe: boolean;
  readonly round: number;
  readonly started: number;
}

export interface SearchPressureOptions {
  readonly requestsInFlight?: number | undefined;
  readonly requestSize?: number | undefined;
  /** Is told when the domain pushes back. Default: nobody is. */
  readonly log?: Log | undefined;
}

/** What a request came to, and the answer to it. */
export interface RequestResult {
  readonly outcome: RequestOutcome;
  readonly reason: string;
  /** HTTP status, of the answer or of a document in it; undefined if there was none. */
  readonly status?: number | undefined;
}

const defaultRequestsInFlight = 3;
/** OpenSearch's documentation recommends 5 to 15 MB. */
const defaultRequestSize = 5 * 1024 * 1024;
const smallestRequestSize = 256 * 1024;
/** A request of some megabytes takes a healthy domain a second or two. */
const slowMilliseconds = 10_000;

/**
 * What the loader has learned about the search domain: how many requests at once it bears, how large they may be, and
 * whether there is an outage. Made once in a function's life and shared by all its invocations, so that none of them
 * finds out again what an earlier one knew.
 */
export class SearchPressure {
  readonly breaker: CircuitBreaker;
  /** Requests that a writer may hold, be they under way or waiting. */
  readonly requestsInFlight: number;
  /** Of indices that took nothing of late. */
  private readonly indices = new Map<string, CircuitBreaker>();
  private readonly window: RequestWindow;
  private readonly waiting: (() => void)[] = [];
  private underWay = 0;
  private size: number;
  private readonly log: PressureLog | undefined;

  constructor(
    private readonly clock: Clock,
    { requestsInFlight = defaultRequestsInFlight, requestSize = defaultRequestSize, log }: SearchPressureOptions = {},
  ) {
    this.log = log && new PressureLog(log, clock);
    this.breaker = new CircuitBreaker(clock);
    this.requestsInFlight = requestsInFlight;
    this.window = new RequestWindow(requestsInFlight);
    this.size = requestSize;
  }

  /** Bytes of a request, about. */
  get requestSize(): number {
    return this.size;
  }

  /** Waits for a turn to send a request, or gives the outage because of which there is none. */
  async enter(): Promise<Turn | OutageError> {
    for (;;) {
      const { refusal, isOpen } = this.breaker;
      if (refusal !== undefined) return refusal;
      // One at a time as long as there is an outage.
      if (this.underWay < (isOpen ? 1 : this.window.limit)) {
        this.underWay += 1;
        return { probe: isOpen, round: this.window.currentRound, started: this.clock.now().getTime() };
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Every turn ends here, whatever the request came to. */
  leave({ round, started }: Turn, { outcome, reason, status }: RequestResult): void {
    this.underWay -= 1;
    const milliseconds = this.clock.now().getTime() - started;
    const isWell = outcome === "taken" && milliseconds < slowMilliseconds;
    const distress = !isWell && outcome !== "answered";
    if (isWell) this.window.grow();
    if (distress) this.window.shrink(round);
    if (outcome === "taken" || outcome === "partly-taken") this.breaker.succeeded();
    else if (outcome !== "answered") this.breaker.failed(outcome, reason);
    this.log?.note({
      distress,
      status,
      seconds: milliseconds / 1_000,
      outage: this.breaker.isOpen,
      requestsAtOnce: this.window.limit,
      mostRequestsAtOnce: this.requestsInFlight,
    });
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** Why documents of an index must not be sent now, though others may. */
  indexRefusal(index: string): OutageError | undefined {
    return this.indices.get(index)?.refusal;
  }

  /** Learns from an answer which of a request's indices take nothing, and what OpenSearch says about them. */
  noteIndices(requested: Iterable<{ readonly index: string }>, blocked: ReadonlyMap<string, string>): void {
    if (this.indices.size > 0) for (const { index } of requested) if (!blocked.has(index)) this.indices.delete(index);
    for (const [index, reason] of blocked) {
      const breaker = this.indices.get(index) ?? new CircuitBreaker(this.clock);
      this.indices.set(index, breaker);
      breaker.failed("indexBlocked", reason);
    }
  }

  /** The domain takes no request of this size: smaller ones from now on. */
  tooLarge(size: number): void {
    this.size = Math.min(this.size, Math.max(smallestRequestSize, size >> 1));
  }
}
