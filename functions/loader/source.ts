import type { EcsDocument } from "../shared/ecs";

/** OpenSearch type of a vendor field. `flat_object` keeps a volatile subtree searchable without new mappings. */
export type FieldType = "keyword" | "long" | "double" | "boolean" | "date" | "ip" | "text" | "flat_object";

/** The S3 object a record comes from. */
export interface LogObject {
  readonly bucket: string;
  /** The key as S3 knows it, decoded. */
  readonly key: string;
  readonly versionId?: string | undefined;
  /** Tells versions apart in a bucket without versioning. */
  readonly etag?: string | undefined;
  /** Bytes as stored. */
  readonly size?: number | undefined;
  readonly lastModified?: Date | undefined;
  /** From the key, where its layout names them. */
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

/** What an envelope around a record said: CloudWatch Logs subscription, EventBridge event, ... */
export interface RecordEnvelope {
  readonly kind: "cloudwatch-logs" | "eventbridge" | "wrapper";
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  /** ISO 8601. */
  readonly time?: string | undefined;
  /** The envelope's own id of this record: CloudWatch Logs event id, EventBridge event id. */
  readonly id?: string | undefined;
  readonly logGroup?: string | undefined;
  readonly logStream?: string | undefined;
}

/** One record of an object, in the order of the object. */
export interface RawRecord {
  /** Number of the record in its object, from 0. */
  readonly ordinal: number;
  /** Byte at which the record starts in the decompressed object, the members of a zip one behind the other; the row number for Parquet. */
  readonly offset: number;
  /** A parsed JSON value, the text of a line without its line end, or a Parquet row. */
  readonly value: unknown;
  readonly envelope?: RecordEnvelope | undefined;
}

/** What a source makes of a record. To refuse a record, throw `RecordError`: it is kept as a pipeline error. */
export type MappedRecord =
  /**
   * An event. `id` is the source's own id of it; without one, the record's place in the archive identifies it. The
   * document and its objects are new ones for each record: the loader completes them in place.
   */
  | { readonly kind: "event"; readonly document: EcsDocument; readonly id?: string | undefined }
  /** A record that is left out on purpose and counted under `reason` (kebab-case, such as `control-message`). */
  | { readonly kind: "dropped"; readonly reason: string }
  /** Not a record at all: a header or comment line. It does not count as received. */
  | { readonly kind: "header" };

/** Maps the records of one object, in order; may remember what an earlier line said (a header, say). */
export type RecordMapper = (record: RawRecord) => MappedRecord;

/** One documented layout of S3 keys, anywhere under a prefix. */
export interface KeyLayout {
  /** Anchored at its end; starts with `(?:^|/)`. Named groups `account` and `region` are read where present. */
  readonly pattern: RegExp;
  /** Set where such objects hold nothing to load (digests, write tests): the whole object is dropped under this reason. */
  readonly skip?: string;
}

/** A log source: how to recognise its objects, split them, and map a record to ECS. */
export interface LogSource {
  /** Name of its folder: `<vendor>-<product>`. */
  readonly id: string;
  readonly title: string;
  /** The owner's documentation of the format. */
  readonly documentation: string;
  /** `event.module`, the vendor: `aws`. */
  readonly module: string;
  /** `event.dataset`, `<module>.<product>`; the index is `siem-<dataset>-<period>`. */
  readonly dataset: string;
  readonly indexPeriod: "day" | "month";
  /** How an object divides into records: JSON values (arrays and `recordArrays` opened) or lines of text. */
  readonly format: "json" | "lines";
  /** Members of a top-level JSON object that are arrays of records, such as `Records`. */
  readonly recordArrays?: readonly string[];
  readonly keys: readonly KeyLayout[];
  /** Whether this value (parsed JSON, a line, a Parquet row) is a record of this source. Exact: one source claims a record. */
  readonly recognises: (value: unknown) => boolean;
  /** Starts a mapper for one object. */
  readonly open: (object: LogObject) => RecordMapper;
  /** Types of the vendor's own fields, by full name: `aws.cloudtrail.event_version`. */
  readonly fields: Readonly<Record<string, FieldType>>;
}

/** Checks a source where it is declared; returns it unchanged. */
export function defineSource(source: LogSource): LogSource {
  for (const { pattern } of source.keys) {
    if (!pattern.source.startsWith("(?:^|\\/)") || !pattern.source.endsWith("$")) {
      throw new Error(`${source.id}: key pattern ${pattern} must start with (?:^|/) and end with $`);
    }
  }
  for (const field of Object.keys(source.fields)) {
    if (!field.startsWith(`${source.module}.`)) {
      throw new Error(`${source.id}: field ${field} must be under the vendor's name, ${source.module}.`);
    }
  }
  return source;
}
