import type { ObjectBody } from "../ports";

/** Reads the bytes from `start` up to `end` of an object; the signal is for those that nobody wants any more. */
export type ReadRange = (start: number, end: number, signal: AbortSignal) => Promise<Buffer>;

export interface RangeOptions {
  /** Bytes of the object. */
  readonly size: number;
  /** The first range, which was asked for to learn of the object. */
  readonly first: Promise<Buffer>;
  readonly read: ReadRange;
  /** Bytes that are asked for at once. */
  readonly rangeBytes: number;
  /** Ranges that are asked for before they are needed; with the one that is in use, so many are in memory. */
  readonly ahead: number;
}

interface Range {
  readonly start: number;
  readonly bytes: Promise<Buffer>;
}

/** As much is handed on at once as a network gives: what comes after works on chunks of this size. */
const chunkBytes = 64 * 1024;

/**
 * The bytes of an object, by ranges of which some are read in parallel. Whoever is slow with them keeps no connection
 * waiting, and what is passed over is not read.
 */
export class RangedBytes implements ObjectBody {
  private readonly closing = new AbortController();
  private ranges: Range[];
  /** Where the next byte that is handed on comes from. */
  private position = 0;
  /** Where the next range starts that is asked for. */
  private asked: number;

  constructor(private readonly options: RangeOptions) {
    const { size, first, rangeBytes } = options;
    this.ranges = [kept(0, first)];
    this.asked = Math.min(size, rangeBytes);
  }

  skipTo(offset: number): number {
    const target = Math.min(offset, this.options.size);
    const leftOut = Math.max(0, target - this.position);
    this.position += leftOut;
    return leftOut;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const { size, ahead } = this.options;
    try {
      // Nothing is asked for ahead of the first range: what is behind it may be passed over.
      for (let wanted = 1; this.position < size; wanted = 1 + ahead) {
        this.ask(wanted);
        const range = this.ranges.shift();
        if (range === undefined) throw new Error("no range was asked for");
        yield* this.chunks(range.start, await range.bytes);
      }
    } finally {
      this.closing.abort();
    }
  }

  /** The rest of a range, as long as nobody skips beyond it. */
  private *chunks(start: number, bytes: Buffer): Generator<Uint8Array, void, undefined> {
    const end = start + bytes.length;
    while (this.position < end) {
      const from = this.position - start;
      const chunk = bytes.subarray(from, from + chunkBytes);
      this.position += chunk.length;
      yield chunk;
    }
  }

  /** Sees to it that the range at the position and those behind it are asked for. */
  private ask(count: number): void {
    const { size, rangeBytes, read } = this.options;
    this.ranges = this.ranges.filter(({ start }) => start + rangeBytes > this.position);
    if (this.ranges.length === 0) this.asked = this.position;
    while (this.ranges.length < count && this.asked < size) {
      const start = this.asked;
      this.asked = Math.min(start + rangeBytes, size);
      this.ranges.push(kept(start, read(start, this.asked, this.closing.signal)));
    }
  }
}

/** Its error is for the one who comes to the range. */
function kept(start: number, bytes: Promise<Buffer>): Range {
  bytes.catch(() => undefined);
  return { start, bytes };
}
