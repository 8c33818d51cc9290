/** What is known of a sender from the hours in which it sent. */
export class Rhythm {
  private count = 0;
  private first = 0;
  private last = 0;
  /** The two longest gaps, in hours. */
  private longest = 0;
  private secondLongest = 0;

  /** Hours count from any fixed time on; they must be given in their order. */
  add(hour: number): void {
    if (this.count > 0 && hour <= this.last) return;
    if (this.count === 0) this.first = hour;
    else this.addGap(hour - this.last);
    this.count += 1;
    this.last = hour;
  }

  /**
   * The silence that is usual, in hours; undefined of a sender that has no rhythm yet. The longest gap but one: weekends
   * and nights come more than once in two weeks, an outage does not, and must not make the next one pass for usual.
   */
  get usualHours(): number | undefined {
    if (this.count < fewestHours || this.last - this.first < shortestSpan) return undefined;
    return this.secondLongest;
  }

  private addGap(hours: number): void {
    if (hours > this.longest) {
      this.secondLongest = this.longest;
      this.longest = hours;
    } else if (hours > this.secondLongest) {
      this.secondLongest = hours;
    }
  }
}

/** Who sent in fewer hours, or within a shorter time, did something once. */
const fewestHours = 6;
const shortestSpan = 72;
