import type { EcsDocument } from "../shared/ecs";
import type { LimitName, Limits } from "../shared/limits";
import type { SigmaRule } from "../shared/sigma";
import type { RecordDetector } from "./detection";
import type { RecordFilter } from "./filters";
import type { Interrupt } from "./interruption";
import type { ResumePoint } from "./resume";
import type { LogSource } from "./source";
import type { SourceRule } from "./source-rules";

/** How to normalise an object. */
export interface NormaliseOptions {
  /** The log sources among which the object's is recognised. */
  readonly sources: readonly LogSource[];
  /** The clock: `event.ingested`, and the arrival of objects without `lastModified`. */
  readonly now: () => Date;
  /** Takes the object for this source, by id, instead of recognising it. */
  readonly source?: string | undefined;
  /** What the stack says about objects by bucket and key; `source` and `timeZone` here go before it. */
  readonly rules?: readonly SourceRule[] | undefined;
  /** Drops and routes documents; keeps all by default. Pipeline errors are not shown to it. */
  readonly filter?: RecordFilter | undefined;
  /** What a log may be; the defaults of `siem:limits` by default. */
  readonly limits?: Limits | undefined;
  /** IANA name of the zone in which times without one are meant; UTC by default. */
  readonly timeZone?: string | undefined;
  /** Events older than this at the object's arrival are indexed by the arrival and tagged; no limit by default. */
  readonly retentionDays?: number | undefined;
  /** `log.file.path`; `s3://bucket/key` by default. */
  readonly filePath?: string | undefined;
  /** Adds to each complete document, such as countries of addresses; nothing by default. Must not throw. */
  readonly enrich?: ((document: EcsDocument) => EcsDocument) | undefined;
  /** The detection rules that match a record; none by default. Must not throw. */
  readonly detect?: RecordDetector | undefined;
  /** Where reading stopped earlier: the records before it are left out; the object's beginning by default. */
  readonly resume?: Pick<ResumePoint, "ordinal" | "place"> | undefined;
  /** Its interruption ends the iteration as an error does, behind the records before. Default: all is read. */
  readonly interrupt?: Interrupt | undefined;
}

/** What became of one record. */
/** The rules that a record matches, and the record as they see it. */
export interface RecordMatches {
  readonly rules: readonly SigmaRule[];
  readonly record: unknown;
  /** ISO 8601: the time whose index the document belongs to. */
  readonly indexTime: string;
}

export type NormalisedRecord =
  | {
      readonly kind: "document";
      /** Number of the record in its object, from 0. */
      readonly ordinal: number;
      /**
       * Byte at which it starts in the decompressed object; the row of a Parquet file. The members of a zip count as if
       * they were written behind each other.
       */
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
      /** Detection rules that match it, if there are any. */
      readonly matches?: RecordMatches | undefined;
      /** Filters on trial that would not have kept it where it is. */
      readonly trials?: readonly string[] | undefined;
      /** It is no UTF-8: the document holds its bytes. */
      readonly invalidText?: boolean;
      /** The limit that the record reached. */
      readonly limit?: LimitName | undefined;
    }
  | { readonly kind: "dropped"; readonly ordinal: number; readonly offset: number; readonly reason: string };

/** The counts of an object; `received` = `documents` + all of `dropped`. */
export interface ObjectSummary {
  /** Id of the source of the object, of the first known one where its parts differ; undefined while or where unknown. */
  readonly source: string | undefined;
  /**
   * `empty`: no record in it. `skipped`: dropped as a whole because of its key, counted as one record.
   * `unrecognised`: no source recognises any part of it; a document for each says so.
   */
  readonly outcome: "read" | "empty" | "skipped" | "unrecognised";
  readonly received: number;
  readonly documents: number;
  /** How many of the documents are pipeline errors. */
  readonly pipelineErrors: number;
  /** Number of records left out, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Number of documents that filters on trial match, by filter. */
  readonly trials: Readonly<Record<string, number>>;
  /** How often limits were reached, by limit. */
  readonly limitsReached: Readonly<Partial<Record<LimitName, number>>>;
  /** Number of lines that are no records: headers and comments. */
  readonly headers: number;
}

/** The records of one object, to be iterated once. */
export interface NormalisedObject extends AsyncIterable<NormalisedRecord> {
  /** The counts so far; final when the iteration has ended. */
  readonly summary: ObjectSummary;
  /** Where to go on if the iteration ends here, after the records of the last group; also where it was interrupted. */
  readonly reached: Pick<ResumePoint, "ordinal" | "place">;
  /** The same records in groups, for speed. Iterate either this or the object itself. */
  batches(): AsyncIterable<readonly NormalisedRecord[]>;
}
