import type { Clock } from "../../functions/loader/ports";

/** Lets so many things a second through, on average. */
export class Pace {
  private next = 0;

  constructor(
    private readonly perSecond: number,
    private readonly clock: Clock,
  ) {}

  /** Resolves when these may go. */
  async take(count: number): Promise<void> {
    const now = this.clock.now().getTime();
    const start = Math.max(now, this.next);
    this.next = start + (count * 1_000) / this.perSecond;
    if (start > now) await this.clock.sleep(start - now);
  }
}
