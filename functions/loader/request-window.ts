/**
 * How many requests may be under way at once: one fewer half after each sign of distress, and slowly more again, as TCP
 * does with its window (additive increase, multiplicative decrease).
 */
export class RequestWindow {
  private size: number;
  private round = 0;

  constructor(private readonly most: number) {
    this.size = most;
  }

  /** At least 1. */
  get limit(): number {
    return Math.floor(this.size);
  }

  /** To be given back to `shrink`: requests of one round are in distress for the same reason, and shrink it once. */
  get currentRound(): number {
    return this.round;
  }

  /** One more once as many requests went well as may be under way. */
  grow(): void {
    this.size = Math.min(this.most, this.size + 1 / this.size);
  }

  shrink(round: number): void {
    if (round !== this.round) return;
    this.round += 1;
    this.size = Math.max(1, this.size / 2);
  }
}
