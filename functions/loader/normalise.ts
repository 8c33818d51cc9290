import type { EcsDocument } from "../shared/ecs";
import { ConfigurationError } from "../shared/errors";
import { Claims } from "./claims";
import { CloudWatchExportSplitter } from "./formats/cloudwatch-export";
import { JsonSplitter } from "./formats/json";
import { LineSplitter } from "./formats/lines";
import { MultilineSplitter } from "./formats/multiline";
import { readParquet } from "./formats/parquet";
import type { SplitRecord, Splitter } from "./formats/splitter";
import { openContainers } from "./readers/containers";
import { PeekableBytes } from "./readers/peekable";
import { readText } from "./readers/text";
import { recogniseKey, recogniseText } from "./recognise";
import { RecordMapping } from "./record-mapping";
import type { LogObject, LogSource } from "./source";
import { originalHeadBytes, unrecognisedObject } from "./unrecognised";

/** How to normalise an object. */
export interface NormaliseOptions {
  /** The log sources among which the object's is recognised. */
  readonly sources: readonly LogSource[];
  /** The clock: `event.ingested`, and the arrival of objects without `lastModified`. */
  readonly now: () => Date;
  /** Takes the object for this source, by id, instead of recognising it. */
  readonly source?: string | undefined;
  /** IANA name of the zone in which times without one are meant; UTC by default. */
  readonly timeZone?: string | undefined;
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
  /** Id of the source of the object; undefined while or where unknown. */
  readonly source: string | undefined;
  /**
   * `empty`: no record in it. `skipped`: dropped as a whole because of its key, counted as one record.
   * `unrecognised`: no source recognises it; one document says so.
   */
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
  object: LogObject,
  body: AsyncIterable<Uint8Array>,
  options: NormaliseOptions,
): NormalisedObject {
  return new Normalisation(object, body, options, configuredSource(options));
}

function configuredSource({ source, sources }: NormaliseOptions): LogSource | undefined {
  if (source === undefined) return undefined;
  const found = sources.find(({ id }) => id === source);
  if (found !== undefined) return found;
  const known = sources.map(({ id }) => id).join(", ");
  throw new ConfigurationError(`there is no log source ${JSON.stringify(source)}; there are: ${known}`);
}

class Normalisation implements NormalisedObject {
  private source: string | undefined;
  private outcome: ObjectSummary["outcome"] = "read";
  private received = 0;
  private documents = 0;
  private pipelineErrors = 0;
  private readonly dropped = new Map<string, number>();

  constructor(
    private readonly object: LogObject,
    private readonly body: AsyncIterable<Uint8Array>,
    private readonly options: NormaliseOptions,
    private readonly configured: LogSource | undefined,
  ) {}

  get summary(): ObjectSummary {
    const { source, outcome, received, documents, pipelineErrors } = this;
    return { source, outcome, received, documents, pipelineErrors, dropped: Object.fromEntries(this.dropped) };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<NormalisedRecord, void, undefined> {
    for await (const batch of this.batches()) yield* batch;
  }

  async *batches(): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    for await (const batch of this.read()) {
      for (const record of batch) this.count(record);
      if (batch.length > 0) yield batch;
    }
  }

  private count(record: NormalisedRecord): void {
    this.received += 1;
    if (record.kind === "dropped") {
      this.dropped.set(record.reason, (this.dropped.get(record.reason) ?? 0) + 1);
    } else {
      this.documents += 1;
      if (record.pipelineError) this.pipelineErrors += 1;
    }
  }

  private async *read(): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    const { options, configured } = this;
    const byKey = recogniseKey(this.object.key, configured === undefined ? options.sources : [configured]);
    const object: LogObject = {
      ...this.object,
      accountId: this.object.accountId ?? byKey?.accountId,
      region: this.object.region ?? byKey?.region,
      timeZone: this.object.timeZone ?? options.timeZone,
    };
    const known = configured ?? byKey?.source;
    this.source = known?.id;
    if (byKey?.skip !== undefined) {
      this.outcome = "skipped";
      await new PeekableBytes(this.body).close();
      yield [{ kind: "dropped", ordinal: 0, offset: 0, reason: byKey.skip }];
      return;
    }
    const opened = await openContainers(this.body);
    if (opened.kind === "parquet") yield* this.readRows(object, opened.bytes, known);
    else yield* this.readText(object, new PeekableBytes(readText(opened.bytes)), known);
  }

  private async *readText(
    object: LogObject,
    bytes: PeekableBytes,
    known: LogSource | undefined,
  ): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    const candidates = known === undefined ? this.options.sources : [known];
    const recognition = await recogniseText(bytes, candidates);
    const source = known ?? recognition.source;
    this.source = source?.id;
    if (source === undefined && !recognition.nothing) {
      const head = await bytes.peek(originalHeadBytes);
      await bytes.close();
      yield this.unrecognised(object, head);
      return;
    }
    // Lines may come in JSON envelopes; JSON that is none has a fault for each line.
    const json = recognition.format === "json" || source?.format === "json";
    const exported = recognition.format === "cloudwatch-export";
    const records = json || exported ? "json" : "text";
    const mapping = new RecordMapping(object, { source, candidates, records }, this.options);
    const recordArrays = source?.recordArrays ?? candidates.flatMap((candidate) => candidate.recordArrays ?? []);
    const splitter = exported
      ? new CloudWatchExportSplitter()
      : json
        ? new JsonSplitter({ recordArrays })
        : textSplitter(source);
    for await (const chunk of bytes) yield* mapInGroups(mapping, splitter.push(chunk));
    yield* mapInGroups(mapping, splitter.end());
    if (this.received === 0) this.outcome = "empty";
  }

  private async *readRows(
    object: LogObject,
    bytes: PeekableBytes,
    known: LogSource | undefined,
  ): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    const head = await bytes.peek(originalHeadBytes);
    let mapping: RecordMapping | undefined;
    for await (const rows of readParquet(bytes)) {
      if (mapping === undefined) {
        const first = rows[0]?.value;
        const source = known ?? new Claims(this.options.sources).any(first);
        this.source = source?.id;
        if (source === undefined) {
          yield this.unrecognised(object, head);
          return;
        }
        mapping = new RecordMapping(object, { source, candidates: [source], records: "rows" }, this.options);
      }
      yield* mapInGroups(mapping, rows);
    }
    if (this.received === 0) this.outcome = "empty";
  }

  private unrecognised(object: LogObject, head: Buffer): readonly NormalisedRecord[] {
    this.outcome = "unrecognised";
    return [unrecognisedObject(object, head, this.options)];
  }
}

function textSplitter(source: LogSource | undefined): Splitter {
  return source?.recordStart === undefined ? new LineSplitter() : new MultilineSplitter(source.recordStart);
}

/** Documents of so many records at once: more would outlive the garbage collector's cheap first round. */
const recordsAtOnce = 200;

function* mapInGroups(
  mapping: RecordMapping,
  records: readonly SplitRecord[],
): Generator<readonly NormalisedRecord[], void, undefined> {
  for (let at = 0; at < records.length; at += recordsAtOnce) yield mapping.map(records.slice(at, at + recordsAtOnce));
}
