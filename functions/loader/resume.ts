/** Where in the text of an object a splitter may start anew. */
export interface TextPlace {
  /** Number of the first record from there. */
  readonly ordinal: number;
  /** Byte in the decompressed text. */
  readonly offset: number;
  /** Around the next record: an array at the top, or one that is a member of an object. Default: nothing. */
  readonly inside?: ArrayAround | undefined;
  /** The header lines before it, which say what the lines behind it mean. */
  readonly headers: readonly string[];
}

export type ArrayAround = "array" | "member";

/** Where to go on with an object that one invocation could not finish. */
export interface ResumePoint {
  /** Number of the first record that is not loaded. */
  readonly ordinal: number;
  /** How often the object has been continued. */
  readonly hops: number;
  /** A place at or before that record. Without one all is read and mapped again, for a mapper may remember any record. */
  readonly place?: TextPlace | undefined;
}

/**
 * An object is not continued more often than this. A hop loads a hundred megabytes or more, so one of 100 GB ends before;
 * Lambda's own protection, which ends a chain after 16, is switched off for this function.
 */
export const maximumHops = 1_000;

/** Headers are a line or a few; a message may have 256 KiB. */
export const maximumHeaderBytes = 32 * 1024;
