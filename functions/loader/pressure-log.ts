import type { Clock, Log } from "./ports";

/** What a request said of the domain, and what the loader makes of it. */
export interface PressureSign {
  /** Whether the domain took less than it was given, or took it slowly. */
  readonly distress: boolean;
  /** HTTP status of the answer, or of a document in it; undefined if there was none. */
  readonly status: number | undefined;
  /** Of the request. */
  readonly seconds: number;
  /** Nothing is sent but a document now and then, until one is taken. */
  readonly outage: boolean;
  readonly requestsAtOnce: number;
  /** As many as there may be at best. */
  readonly mostRequestsAtOnce: number;
}

const shortestSilenceMilliseconds = 60_000;

/**
 * Says in the log that OpenSearch pushes back: when it begins and when an outage does, then when the loader sends more or
 * less at once than was said last, at most once a minute, and when all is well again.
 */
export class PressureLog {
  /** Since when not all is well, as far as was said; epoch milliseconds. */
  private since: number | undefined;
  private requests = 0;
  private status: number | undefined;
  private saidAt = Number.NEGATIVE_INFINITY;
  private said: string | undefined;
  private saidOutage = false;

  constructor(
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  note({ distress, status, seconds, outage, requestsAtOnce, mostRequestsAtOnce }: PressureSign): void {
    const now = this.clock.now().getTime();
    const isFirst = distress && this.since === undefined;
    if (distress) {
      this.since ??= now;
      this.requests += 1;
      this.status = status;
    }
    if (this.since === undefined) return;
    const state = outage ? "outage" : String(requestsAtOnce);
    const isOver = !outage && !distress && requestsAtOnce >= mostRequestsAtOnce;
    const isNews = (isOver || state !== this.said) && now - this.saidAt >= shortestSilenceMilliseconds;
    if (!isFirst && !isNews && !(outage && !this.saidOutage)) return;
    this.saidAt = now;
    this.said = state;
    this.saidOutage = outage;
    const values = { since: new Date(this.since).toISOString(), requests: this.requests, requestsAtOnce };
    if (outage) {
      this.log.warn("OpenSearch takes nothing, the loader waits", { ...values, status: this.status });
    } else if (!isOver) {
      this.log.warn("OpenSearch pushes back", { ...values, status: this.status, seconds });
    } else {
      this.log.info("OpenSearch takes all again", values);
      this.since = undefined;
      this.requests = 0;
      this.said = undefined;
    }
  }
}
