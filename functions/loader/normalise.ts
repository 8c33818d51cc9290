import type { EcsDocument } from "../shared/ecs";
import type { LogObject, LogSource } from "./source";

/** How to normalise an object. */
export interface NormaliseOptions {
  /** The log sources among which the object's is recognised. */
  readonly sources: readonly LogSource[];
  /** The clock: `event.ingested`, and the arrival of objects without `lastModified`. */
  readonly now: () => Date;
  /** Takes the object for this source, by id, instead of recognising it. */
  readonly source?: string | undefined;
  /** Events older than this at the object's arrival are indexed by the arrival and tagged; no limit by default. */
  readonly retentionDays?: number | undefined;
  /** `log.file.path`; `s3://bucket/key` by default. */
  readonly filePath?: string | undefined;
  /** Adds to each complete document, such as countries of addresses; nothing by default. Must not throw. */
  readonly enrich?: ((document: EcsDocument) => EcsDocument) | undefined;
}

/** What became of one record. */
export type NormalisedRecord =
  | {
      readonly kind: "document";
      /** Number of the record in its object, from 0. */
      readonly ordinal: number;
      /** Byte at which it starts in the decompressed object; the row of a Parquet file. */
      readonly offset: number;
      /** The id of the source that mapped it; `siem-unrecognised` if none did. */
      readonly source: string;
      /** Name of the index. */
      readonly index: string;
      /** `_id` in the index: the same whenever the same object is read again. */
      readonly id: string;
      readonly document: EcsDocument;
      /** The record could not be mapped: the document holds its text and the error. */
      readonly pipelineError: boolean;
    }
  | { readonly kind: "dropped"; readonly ordinal: number; readonly offset: number; readonly reason: string };

/** The counts of an object; `received` = `documents` + all of `dropped`. */
export interface ObjectSummary {
  /** Id of the source of the object; undefined while unknown, and for empty objects. */
  readonly source: string | undefined;
  /** `skipped`: dropped as a whole because of its key (one record received and dropped). `unrecognised`: one document. */
  readonly outcome: "read" | "empty" | "skipped" | "unrecognised";
  readonly received: number;
  readonly documents: number;
  /** How many of the documents are pipeline errors. */
  readonly pipelineErrors: number;
  /** Number of records left out, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** The records of one object, to be iterated once. */
export interface NormalisedObject extends AsyncIterable<NormalisedRecord> {
  /** The counts so far; final when the iteration has ended. */
  readonly summary: ObjectSummary;
  /** The same records in groups, for speed. Iterate either this or the object itself. */
  batches(): AsyncIterable<readonly NormalisedRecord[]>;
}

/**
 * Reads an object once, as a stream: recognise, decompress, split into records, map, complete.
 *
 * ```ts
 * const records = normaliseObject({ bucket: "archive", key }, body, { sources, now: () => new Date() });
 * for await (const record of records) if (record.kind === "document") console.log(JSON.stringify(record.document));
 * console.error(records.summary);
 * ```
 *
 * The iteration throws `ObjectError` when the object cannot be read (corrupt or unsupported container), after the
 * records before the fault; errors of `body` pass through.
 * @throws ConfigurationError if `options.source` is none of the sources.
 */
export function normaliseObject(
  _object: LogObject,
  _body: AsyncIterable<Uint8Array>,
  _options: NormaliseOptions,
): NormalisedObject {
  throw new Error("not yet");
}
