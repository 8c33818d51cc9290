/** The object an S3 event tells of. */
export interface ObjectReference {
  readonly bucket: string;
  /** Decoded. */
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly etag?: string | undefined;
}

/** An object about to be read. */
export interface OpenedLogObject {
  /** To be read to its end, or closed by its `return`. Its errors are worth a retry. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly versionId?: string | undefined;
  readonly etag?: string | undefined;
  /** Bytes as stored. */
  readonly size?: number | undefined;
  readonly lastModified?: Date | undefined;
}

/** The buckets that hold the logs. */
export interface LogStore {
  /**
   * Undefined if there is no such object (any more).
   * @throws ObjectError if it can never be read as it is, such as one in an archive storage class.
   * @throws DependencyError if it cannot be read now.
   */
  open(reference: ObjectReference): Promise<OpenedLogObject | undefined>;
}

/** Where rejected records and notes of unreadable objects are kept: prefixes of the archive. */
export interface AsideStore {
  /** The archive. */
  readonly bucket: string;
  /** Replaces what the key holds. */
  write(key: string, body: string): Promise<void>;
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
  /** Sends the lines of a bulk request, each with its line end. Does not retry and does not throw. */
  bulk(lines: string): Promise<BulkReply>;
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
  | "PipelineErrors"
  | "RecordsInvalidText"
  | "ObjectsLoaded"
  | "ObjectsEmpty"
  | "ObjectsMissing"
  | "ObjectsQuarantined"
  | "ObjectsUnrecognised"
  | "ObjectsFailed"
  | "TestEvents"
  | "EventsIgnored"
  | "MessagesUnknown"
  | "EnrichmentUnavailable";

export interface MetricSink {
  /** `source` is the id of a log source, `unknown` where there is none. */
  count(metric: CountMetric, value: number, source?: string): void;
  seconds(metric: "ArrivalToIndexedSeconds", value: number, source: string): void;
  /** `LimitsReached`, by the name of a limit of `siem:limits`. */
  limitReached(limit: string, value: number): void;
}
