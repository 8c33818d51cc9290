import type { EcsDocument } from "../shared/ecs";
import type { SigmaLogSource } from "../shared/sigma";

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
  /** IANA name of the zone in which times without one are meant, where the configuration says so; UTC otherwise. */
  readonly timeZone?: string | undefined;
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
  /** EventBridge's `source` (`aws.health`), `detail-type` and `resources` (ARNs). */
  readonly eventSource?: string | undefined;
  readonly detailType?: string | undefined;
  readonly resources?: readonly string[] | undefined;
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
  | {
      readonly kind: "event";
      readonly document: EcsDocument;
      readonly id?: string | undefined;
      /** The event itself, as detection rules see it, where the record only wraps it or holds its text. */
      readonly record?: unknown;
    }
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

/** What an envelope says where all it holds is of one source: a CloudWatch log group, or an EventBridge event's origin. */
export type EnvelopeLayout =
  | { readonly logGroup: RegExp; readonly logStream?: RegExp }
  | { readonly eventSource: RegExp; readonly detailType?: RegExp };

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
  /** How its owner is set up to deliver it to an S3 bucket: a sentence or two for the reference, in Markdown. */
  readonly delivery: string;
  /**
   * How an object divides into records: JSON values (arrays and `recordArrays` opened), lines of text, or XML elements
   * (the text of each `xmlElement`). Content that is JSON is always divided as JSON, and Parquet into rows.
   */
  readonly format: "json" | "lines" | "xml";
  /** For lines: how a record begins. Lines that begin none (of a statement, a stack trace) belong to the one before. */
  readonly recordStart?: RegExp;
  /** For XML: the name of the element that is a record, without its namespace's prefix. */
  readonly xmlElement?: string;
  /** Members of a top-level JSON object that are arrays of records, such as `Records`. */
  readonly recordArrays?: readonly string[];
  readonly keys: readonly KeyLayout[];
  /**
   * Envelopes in which all records are this source's. What they hold need not be recognised; an object with one of the
   * `recordArrays` is no record, its elements are.
   */
  readonly envelopes?: readonly EnvelopeLayout[];
  /** Whether this value (parsed JSON, a line, a Parquet row) is a record of this source. Exact: one source claims a record. */
  readonly recognises: (value: unknown) => boolean;
  /**
   * Set for a format that holds records of other sources too (syslog, CEF, container logs): it claims a record only
   * where no other source does, inside its envelopes or out of them.
   */
  readonly generic?: true;
  /**
   * Takes a value that holds several events apart (a page of an API's answer, a snapshot of rows): each part is a record
   * of its own and gets its own document. `undefined`, or none, for a value that is a record itself.
   */
  readonly unfold?: (value: unknown) => readonly unknown[] | undefined;
  /** Starts a mapper for one object. */
  readonly open: (object: LogObject) => RecordMapper;
  /**
   * Set where its mappers remember nothing of a record but what the last headers said: reading a large object may then
   * go on in the middle. Not needed where `open` returns the same mapper for all objects.
   */
  readonly remembers?: "headers";
  /**
   * Log sources of Sigma rules that are for its records, besides that of the vendor and the dataset's own name
   * (`product: aws, service: cloudtrail`).
   */
  readonly sigma?: readonly SigmaLogSource[];
  /** Types of the vendor's own fields, by full name: `aws.cloudtrail.event_version`. */
  readonly fields: Readonly<Record<string, FieldType>>;
  /**
   * Where members of a raw record are in the document, unchanged: so that rules on raw records can be searched for. What
   * is below a member is below the field. Of several fields, a document has the one or the other.
   */
  readonly rawFields?: Readonly<Record<string, readonly string[]>>;
}

const idPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;
// It is a part of index names.
const datasetPattern = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/;
const fieldTypes: ReadonlySet<string> = new Set<FieldType>([
  "keyword",
  "long",
  "double",
  "boolean",
  "date",
  "ip",
  "text",
  "flat_object",
]);

/** Checks a source where it is declared; returns it unchanged. */
export function defineSource(source: LogSource): LogSource {
  if (!idPattern.test(source.id)) {
    throw new Error(`a source's id is <vendor>-<product> of a-z, 0-9 and hyphens, not ${JSON.stringify(source.id)}`);
  }
  if (!datasetPattern.test(source.dataset)) {
    throw new Error(
      `${source.id}: dataset ${JSON.stringify(source.dataset)} must be <module>.<name> of a-z, 0-9 and _`,
    );
  }
  for (const [field, type] of Object.entries(source.fields)) {
    if (!fieldTypes.has(type)) {
      throw new Error(
        `${source.id}: field ${field} has the type ${JSON.stringify(type)}; allowed: ${[...fieldTypes].join(", ")}`,
      );
    }
  }
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
  if ((source.format === "xml") !== (source.xmlElement !== undefined)) {
    throw new Error(`${source.id}: format "xml" and xmlElement need each other`);
  }
  if (source.recordStart !== undefined && source.format !== "lines") {
    throw new Error(`${source.id}: recordStart is for lines`);
  }
  return source;
}
