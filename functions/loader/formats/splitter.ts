import type { LimitName } from "../../shared/limits";
import type { TextPlace } from "../resume";

/** One record as it was found in an object. */
export interface SplitRecord {
  /** Byte at which the record starts in the decompressed object. */
  readonly offset: number;
  /** Bytes of the record in the decompressed object. */
  readonly size: number;
  /** The parsed JSON value or the text of the line; of a record with a fault, its text, cut to `maximumOriginalBytes`. */
  readonly value: unknown;
  /** Why this is not a record: it is kept as a pipeline error. */
  readonly fault?: string | undefined;
  /** The limit that made the fault. */
  readonly limit?: LimitName | undefined;
  /**
   * The record's bytes, where they are not valid UTF-8 and the value therefore holds U+FFFD; of a record of several lines,
   * the bytes of such lines, up to `maximumOriginalBytes`.
   */
  readonly invalidBytes?: Buffer | undefined;
  /**
   * SHA-256 (hex) of the whole line, where `value` is only its beginning. Of a record of several lines: of their texts,
   * joined by line feeds, where a line that was cut itself is represented by its own hash.
   */
  readonly truncatedHash?: string | undefined;
}

/** Where a splitter that starts anew finds the records that are to come. */
export type SplitterPlace = Pick<TextPlace, "offset" | "inside">;

/** Divides the text of one object into records, chunk by chunk. The result does not depend on the chunks. */
export interface Splitter {
  push(chunk: Uint8Array): SplitRecord[];
  /** Where to start anew for the records after those given so far; undefined where that would find others. */
  place?(): SplitterPlace | undefined;
  /** The object has ended. Not called when it broke off with an error: what is left then is no record. */
  end(): SplitRecord[];
}

/** As much of a record that cannot be parsed is kept. */
export const maximumOriginalBytes = 32 * 1024;

/** Bytes not yet divided: appends chunks, forgets what is done with, copies as little as possible. */
export class PendingBytes {
  buffer: Buffer = Buffer.alloc(0);
  /** Index in `buffer` behind the last byte. */
  length = 0;
  /** Offset in the object of `buffer[0]`. */
  offset = 0;
  /** Memory of our own that starts with the bytes of `buffer` and has room behind them; undefined for a chunk's memory. */
  private room: Buffer | undefined;

  /** Appends a chunk and forgets the bytes before `from`; indices then count from there. */
  append(chunk: Uint8Array, from: number): void {
    const kept = this.length - from;
    this.offset += from;
    this.length = kept + chunk.byteLength;
    if (kept === 0) {
      this.room = undefined;
      this.buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      return;
    }
    if (chunk.byteLength === 0) {
      this.room = this.room?.subarray(from);
      this.buffer = this.buffer.subarray(from);
      return;
    }
    this.room = this.roomFor(kept, from);
    this.room.set(chunk, kept);
    this.buffer = this.room.subarray(0, this.length);
  }

  /** Memory that starts with the bytes from `from` and has room for `length`. */
  private roomFor(kept: number, from: number): Buffer {
    const rest = this.room?.subarray(from);
    if (rest !== undefined && rest.length >= this.length) return rest;
    // Twice the size, so that a record of many chunks is copied a few times only.
    const grown = Buffer.allocUnsafe(Math.max(2 * kept, this.length));
    this.buffer.copy(grown, 0, from, from + kept);
    return grown;
  }
}
