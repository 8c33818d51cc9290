/** The object an S3 event tells of. */
export interface ObjectReference {
  readonly bucket: string;
  /** Decoded. */
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly etag?: string | undefined;
}

/** The stored bytes of an object, to be read to their end, or closed by their `return`. Errors are worth a retry. */
export interface ObjectBody extends AsyncIterable<Uint8Array> {
  /**
   * Leaves out the bytes before this one that are not read yet, if that is of use; returns how many are left out. The
   * next chunk then starts behind them.
   */
  readonly skipTo?: (offset: number) => number;
}

/** An object about to be read. */
export interface OpenedLogObject {
  readonly body: ObjectBody;
  readonly versionId?: string | undefined;
  readonly etag?: string | undefined;
  /** Bytes as stored. */
  readonly size?: number | undefined;
  readonly lastModified?: Date | undefined;
}

/** The buckets that hold the logs. */
export interface LogStore {
  /**
   * Opens the version that is named or, without one, what has the ETag. Undefined if there is no such object (any more).
   * Neither this nor reading waits for the store longer than the given time, counted from now; by default, as long as a
   * request may take.
   * @throws ObjectError if it can never be read as it is, such as one in an archive storage class.
   * @throws DependencyError if it cannot be read now.
   */
  open(reference: ObjectReference, milliseconds?: number): Promise<OpenedLogObject | undefined>;
}

/**
 * Where rejected records and notes of unreadable objects are kept: prefixes of the archive. Its methods throw
 * DependencyError: whatever is wrong here is no fault of the object.
 */
export interface AsideStore {
  /** The archive. */
  readonly bucket: string;
  /** Replaces what the key holds. */
  write(key: string, body: string): Promise<void>;
  /**
   * Replaces what the key holds by what `change` makes of it (of undefined where there is nothing). What others write
   * meanwhile is not lost: `change` is then asked again, with that.
   */
  update(key: string, change: (held: string | undefined) => string): Promise<void>;
}

/** What OpenSearch says about one document of a bulk request. */
export interface BulkItem {
  readonly status: number;
  readonly type?: string | undefined;
  readonly reason?: string | undefined;
}

export type BulkReply =
  /** One item for each document, in their order. */
  | { readonly kind: "items"; readonly items: readonly BulkItem[] }
  /** The request as a whole failed; without a status it had no answer. */
  | { readonly kind: "failed"; readonly status?: number | undefined; readonly reason: string };

export interface SearchIndex {
  /**
   * Sends the lines of a bulk request, each with its line end, and waits for the answer no longer than the given time, if one is given.
   * Does not retry and does not throw.
   */
  bulk(lines: string | Buffer, milliseconds?: number): Promise<BulkReply>;
}

/** The queue that the loader reads. */
export interface WorkQueue {
  /**
   * Sends a message that is delivered after a delay of 0 to 900 seconds.
   * @throws OutageError if the queue takes nothing for now, DependencyError if it refuses this message
   */
  send(body: string, delaySeconds: number): Promise<void>;
  /**
   * Has a received message delivered again after this time, at most 12 hours.
   * @throws OutageError, DependencyError as above
   */
  hide(receiptHandle: string, seconds: number): Promise<void>;
}

export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to 1, for jitter. */
  random(): number;
}

/** Structured logs: a fixed message and the values that belong to it. Never the content of logs or of events. */
export interface Log {
  info(message: string, values: Readonly<Record<string, unknown>>): void;
  warn(message: string, values: Readonly<Record<string, unknown>>): void;
  error(message: string, values: Readonly<Record<string, unknown>>): void;
}

export type CountMetric =
  | "RecordsReceived"
  | "RecordsIndexed"
  | "RecordsDuplicate"
  | "RecordsRejected"
  | "RecordsDropped"
  | "RecordsOnTrial"
  | "RecordsUnmapped"
  | "PipelineErrors"
  | "RecordsInvalidText"
  | "SignalsIndexed"
  | "SignalsDuplicate"
  | "SignalsRejected"
  | "ObjectsLoaded"
  | "ObjectsEmpty"
  | "ObjectsMissing"
  | "ObjectsQuarantined"
  | "ObjectsUnrecognised"
  | "ObjectsFailed"
  | "ObjectsContinued"
  | "ObjectsParked"
  | "ObjectsPostponed"
  /** Of objects as they are stored, once they are loaded. */
  | "BytesLoaded"
  /** Bulk requests that OpenSearch did not take, or not all of, for want of capacity: 429, 5xx or no answer. */
  | "RequestsBusy"
  /** Bulk requests that met a block on writes. */
  | "RequestsBlocked"
  | "TestEvents"
  | "EventsIgnored"
  | "MessagesUnknown"
  | "EnrichmentUnavailable";

/**
 * `ArrivalToIndexedSeconds`: of an object, from its arrival in the bucket. `EventToIndexedSeconds`: from the newest event in
 * it, which says how late its sender delivers.
 */
export type SecondsMetric = "ArrivalToIndexedSeconds" | "EventToIndexedSeconds";

export interface MetricSink {
  /** `source` is the id of a log source, `unknown` where there is none. */
  count(metric: CountMetric, value: number, source?: string): void;
  seconds(metric: SecondsMetric, value: number, source: string): void;
  /** `LimitsReached`, by the name of a limit of `siem:limits`. */
  limitReached(limit: string, value: number): void;
}
