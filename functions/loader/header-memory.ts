import { ownText } from "../shared/text/own-text";
import type { EnvelopedRecord } from "./envelopes/envelope";
import { maximumHeaderBytes } from "./resume";
import type { LogObject, LogSource } from "./source";

/**
 * What the mappers of an object must be told before they can start in its middle: the header lines so far, where those
 * are all that they remember.
 */
export class HeaderMemory {
  private readonly known = new Set<string>();
  private size = 0;
  private complete = true;

  /** The lines, in their order; undefined if a mapper may remember more than them, or they are too many. */
  get lines(): readonly string[] | undefined {
    return this.complete ? [...this.known] : undefined;
  }

  /** A source starts to work on the object. */
  opened(source: LogSource | undefined, object: LogObject): void {
    if (source === undefined || source.remembers === "headers") return;
    // A mapper that is the same for all objects can remember nothing of one.
    const mapper = source.open(object);
    this.complete &&= mapper === source.open(object);
  }

  /** A mapper takes this for a header. */
  add({ value, envelope }: EnvelopedRecord): void {
    if (!this.complete) return;
    if (typeof value !== "string" || envelope !== undefined) {
      this.complete = false;
      return;
    }
    // The last one of equal lines says what all of them say.
    if (!this.known.delete(value)) this.size += Buffer.byteLength(value);
    this.known.add(ownText(value));
    this.complete = this.size <= maximumHeaderBytes;
  }
}
