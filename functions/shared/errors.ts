import type { LimitName } from "./limits";

/** Where something went wrong, as far as it is known. */
export interface Place {
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  /** Number of the record in its object, from 0. */
  readonly record?: number | undefined;
  /** Byte in the decompressed object. */
  readonly offset?: number | undefined;
  readonly field?: string | undefined;
}

export interface SiemErrorOptions {
  readonly place?: Place | undefined;
  readonly cause?: unknown;
  /** The limit that was reached. */
  readonly limit?: LimitName | undefined;
}

/** Base of all errors of this project; the subclass says who can act on it. */
export abstract class SiemError extends Error {
  /** Not that of the class, which the bundle of a function shortens. */
  abstract override readonly name: string;
  readonly place: Place;
  readonly limit: LimitName | undefined;

  constructor(message: string, { place = {}, cause, limit }: SiemErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.place = place;
    this.limit = limit;
  }
}

/** The operator's settings are wrong. */
export class ConfigurationError extends SiemError {
  override readonly name: string = "ConfigurationError";
}

/** One record cannot be mapped; it is kept as a pipeline error and the object goes on. */
export class RecordError extends SiemError {
  override readonly name: string = "RecordError";

  constructor(message: string, options?: SiemErrorOptions) {
    // Where in the code a record is refused helps nobody, and finding it out takes longer than mapping the record.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** A whole object cannot be read, now or ever; it goes to quarantine. */
export class ObjectError extends SiemError {
  override readonly name: string = "ObjectError";
}

/** Something we depend on (OpenSearch, S3, SQS) failed; a retry may help. */
export class DependencyError extends SiemError {
  override readonly name: string = "DependencyError";
}

/**
 * Something we depend on takes nothing at all for now, whoever asks: what waits for it should come again later, and does
 * not count as a failed try.
 */
export class OutageError extends DependencyError {
  override readonly name: string = "OutageError";
}
