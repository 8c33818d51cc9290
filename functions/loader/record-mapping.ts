import { createHash } from "node:crypto";
import type { EcsDocument } from "../shared/ecs";
import { RecordError, SiemError } from "../shared/errors";
import { defaultLimits, type LimitName, tagOf } from "../shared/limits";
import type { SigmaRule } from "../shared/sigma";
import { Claims, isRecognised } from "./claims";
import { completeDocument, type DocumentContext, type RecordContext } from "./complete";
import { type EnvelopeContents, type EnvelopedRecord, openEnvelopes } from "./envelopes/envelope";
import type { FilterVerdict } from "./filters";
import type { SplitRecord } from "./formats/splitter";
import { HeaderMemory } from "./header-memory";
import { type IndexNamer, indexNamer, timeRange, unrecognisedDataset, unrecognisedSource } from "./indices";
import type { NormalisedRecord, NormaliseOptions } from "./normalised-object";
import { originalBytes, originalText } from "./original-text";
import { RecordLimits } from "./record-limits";
import type { TextPlace } from "./resume";
import type { LogObject, LogSource, MappedRecord, RecordMapper } from "./source";

/** OpenSearch refuses longer ones. */
const maximumIdBytes = 512;

const unfiltered: FilterVerdict = {};

/** What an object's records are mapped with. */
export interface MappingPlan {
  /** The object's source; undefined if none recognises it, though its envelopes are known. */
  readonly source: LogSource | undefined;
  /** Sources that may claim single records: all where the content was recognised, else the object's. */
  readonly candidates: readonly LogSource[];
  /** JSON values may come in envelopes; lines of a general format may each be of another source. */
  readonly records: "json" | "text" | "rows";
}

/** How far an object has been read. */
export interface ObjectPosition {
  /** Number of the next record. */
  ordinal: number;
  /** Bytes of the parts before this one; rows, of a part that is Parquet. */
  offset: number;
  /** Number of lines that are no records. */
  headers: number;
}

/** A source at work on one object. */
const noRules: readonly SigmaRule[] = [];

interface OpenSource {
  readonly id: string;
  readonly map: RecordMapper;
  readonly indexOf: IndexNamer;
  readonly context: DocumentContext;
}

interface FlawedContext extends RecordContext {
  /** The record as detection rules see it. */
  readonly raw: unknown;
  readonly limit: LimitName | undefined;
  readonly invalidText: boolean;
}

/** Maps the records of one part of an object to documents. */
export class RecordMapping implements EnvelopeContents {
  readonly recordArrays: readonly string[];
  readonly claims: Claims;
  readonly memory = new HeaderMemory();
  private readonly open = new Map<LogSource | undefined, OpenSource>();
  /** What the ids of records begin with that have none of their own. */
  private readonly idPrefix: string;
  private readonly limits: RecordLimits;
  /** The records before this one are mapped and left out. */
  private readonly first: number;
  /** Whether a record of the object is one event of its source, as a line of most logs is: nothing is looked for in it. */
  private readonly isSingle: boolean;
  /** Offset in the object at which the part starts. */
  private readonly start: number;

  constructor(
    private readonly object: LogObject,
    private readonly plan: MappingPlan,
    private readonly options: NormaliseOptions,
    /** Is kept up to date. */
    private readonly position: ObjectPosition,
  ) {
    this.start = position.offset;
    this.first = options.resume?.ordinal ?? 0;
    this.idPrefix = `${objectId(object)}-`;
    this.limits = new RecordLimits(options.limits ?? defaultLimits);
    this.claims = new Claims(plan.candidates, plan.source);
    this.recordArrays = [...new Set(plan.candidates.flatMap((source) => source.recordArrays ?? []))];
    const { records, source } = plan;
    this.isSingle = records !== "json" && source?.generic !== true && source?.unfold === undefined;
  }

  /** Starts behind a place, with what the headers before it said. */
  startAfter({ ordinal, headers }: TextPlace): void {
    this.position.ordinal = ordinal;
    this.map(headers.map((value) => ({ offset: 0, size: 0, value })));
    // Nobody but a header was asked for.
    this.position.ordinal = ordinal;
  }

  map(records: readonly SplitRecord[]): NormalisedRecord[] {
    const ingested = this.options.now().toISOString();
    const mapped: NormalisedRecord[] = [];
    for (const record of records) {
      if (this.isSingle) {
        this.add(record, record, ingested, mapped);
        continue;
      }
      for (const item of this.itemsOf(record)) {
        for (const part of this.partsOf(record, item)) this.add(record, part, ingested, mapped);
      }
    }
    return mapped;
  }

  private itemsOf({ fault, value }: SplitRecord): readonly EnvelopedRecord[] {
    const { records, source } = this.plan;
    if (fault === undefined && records === "json") return openEnvelopes(value, this);
    if (fault === undefined && records === "text" && source?.generic === true) {
      return [{ value, envelope: undefined, source: this.claims.specific(value) }];
    }
    return [{ value, envelope: undefined }];
  }

  /** The events of a record that holds several. */
  private partsOf({ fault }: SplitRecord, item: EnvelopedRecord): readonly EnvelopedRecord[] {
    const unfold = (item.source ?? this.plan.source)?.unfold;
    if (unfold === undefined || fault !== undefined || item.dropped !== undefined || this.limits.tooDeep(item.value))
      return [item];
    try {
      const parts = unfold(item.value) ?? [];
      return parts.length === 0 ? [item] : parts.map((value) => ({ ...item, value }));
    } catch (error) {
      return [{ ...item, failure: error instanceof Error ? error : new RecordError(String(error)) }];
    }
  }

  private add(record: SplitRecord, item: EnvelopedRecord, ingested: string, mapped: NormalisedRecord[]): void {
    const offset = this.start + record.offset;
    const { ordinal } = this.position;
    if (item.dropped !== undefined) {
      this.position.ordinal += 1;
      if (ordinal >= this.first) mapped.push({ kind: "dropped", ordinal, offset, reason: item.dropped });
      return;
    }
    const source = this.sourceFor(item.source ?? this.plan.source);
    const { envelope } = item;
    let limit: LimitName | undefined = record.truncatedHash === undefined ? undefined : "lineBytes";
    let result: MappedRecord;
    try {
      if (record.fault !== undefined) throw new RecordError(record.fault, { limit: record.limit });
      if (item.failure !== undefined) throw item.failure;
      // What came in an envelope may have been compressed in it, and of a row the text's size is not known.
      const textBytes = envelope === undefined && record.size > 0 ? record.size : undefined;
      const value = this.limits.bounded(item.value, textBytes);
      if (value !== item.value) limit = "arrayItems";
      result = source.map({ ordinal, offset, value, envelope });
      if (result.kind === "header") {
        this.position.headers += 1;
        this.memory.add(item);
        return;
      }
      if (ordinal < this.first) {
        // It was loaded before.
      } else if (result.kind === "event") {
        const { document, id, record: raw = value } = result;
        const context = recordContext(record, { offset, envelope, ingested, limit, raw });
        mapped.push(this.document(source, ordinal, withHash(document, record), context, id, false));
      } else {
        mapped.push({ kind: "dropped", ordinal, offset, reason: result.reason });
      }
    } catch (error) {
      const reached = error instanceof SiemError ? error.limit : undefined;
      const other = reached === undefined ? this.otherSource(record, item) : undefined;
      if (other !== undefined) {
        const parts = this.partsOf(record, { ...item, source: other, failure: undefined });
        for (const part of parts) this.add(record, part, ingested, mapped);
        return;
      }
      if (ordinal >= this.first) {
        limit = reached ?? limit;
        const context = recordContext(record, { offset, envelope, ingested, limit, raw: item.value });
        mapped.push(this.document(source, ordinal, pipelineError(record, item, error), context, undefined, true));
      }
    }
    this.position.ordinal += 1;
  }

  /** Another source of a record that one refuses: a file, or a log group, may hold records of several logs. */
  private otherSource(record: SplitRecord, item: EnvelopedRecord): LogSource | undefined {
    if (record.fault !== undefined) return undefined;
    if (this.plan.records === "text") return this.otherSourceOfLine(item);
    return item.envelope === undefined ? undefined : this.otherSourceOfContent(item);
  }

  /** What only the envelope gave to a source is that of which it has the form. */
  private otherSourceOfContent({ value, source = this.plan.source }: EnvelopedRecord): LogSource | undefined {
    if (source === undefined || this.limits.tooDeep(value) || isRecognised(value, source)) return undefined;
    const other = this.claims.any(value);
    return other === source ? undefined : other;
  }

  private otherSourceOfLine({ value, source }: EnvelopedRecord): LogSource | undefined {
    const own = this.plan.source;
    if (source === own) return undefined;
    // A general format keeps what a specific source cannot read.
    if (source !== undefined) return own?.generic === true ? own : undefined;
    const other = this.claims.any(value);
    return other === own ? undefined : other;
  }

  private document(
    { id: sourceId, indexOf, context }: OpenSource,
    ordinal: number,
    mapped: EcsDocument,
    record: FlawedContext,
    id: string | undefined,
    isPipelineError: boolean,
  ): NormalisedRecord {
    const { document, indexTime } = completeDocument(mapped, record, context);
    const ownId = id !== undefined && id !== "" ? fittedId(id) : `${this.idPrefix}${ordinal}`;
    const { filter, enrich, detect } = this.options;
    // A record that could not be mapped lacks the fields that filters ask for: it is always kept.
    const { dropped, route, trials } =
      filter === undefined || isPipelineError ? unfiltered : filter(document, sourceId, ownId);
    if (dropped !== undefined) return { kind: "dropped", ordinal, offset: record.offset, reason: dropped };
    const enriched = enrich === undefined ? document : enrich(document);
    const rules = detect === undefined ? noRules : detect({ record: record.raw, document: enriched, source: sourceId });
    return {
      kind: "document",
      ordinal,
      offset: record.offset,
      source: sourceId,
      index: indexOf(indexTime, route),
      id: ownId,
      document: enriched,
      pipelineError: isPipelineError,
      matches: rules.length === 0 ? undefined : { rules, record: record.raw, indexTime },
      trials,
      limit: record.limit,
      invalidText: record.invalidText,
    };
  }

  private sourceFor(source: LogSource | undefined): OpenSource {
    let open = this.open.get(source);
    if (open === undefined) {
      open = openSource(source, this.object, this.options);
      this.memory.opened(source, this.object);
      this.open.set(source, open);
    }
    return open;
  }
}

/** What stands for all of an object's records: a hash of its bucket, key and version. */
export function objectId({ bucket, key, versionId, etag }: LogObject): string {
  const identity = [bucket, key, versionId ?? etag ?? ""].join("\0");
  return createHash("sha256").update(identity).digest("base64url").slice(0, 22);
}

export function arrivalOf(object: LogObject, now: () => Date): Date {
  return object.lastModified ?? now();
}

function openSource(source: LogSource | undefined, object: LogObject, options: NormaliseOptions): OpenSource {
  const module = source?.module ?? "siem";
  const dataset = source?.dataset ?? unrecognisedDataset;
  const arrival = arrivalOf(object, options.now);
  return {
    id: source?.id ?? unrecognisedSource,
    map:
      source?.open(object) ??
      (() => {
        throw new RecordError("no log source recognises this record");
      }),
    indexOf: indexNamer({ dataset, indexPeriod: source?.indexPeriod ?? "month" }),
    context: {
      module,
      dataset,
      filePath: options.filePath ?? `s3://${object.bucket}/${object.key}`,
      accountId: object.accountId,
      region: object.region,
      arrival: arrival.toISOString(),
      range: timeRange(arrival, options.retentionDays),
    },
  };
}

/** The source's id, unless it is longer than OpenSearch allows. */
function fittedId(id: string): string {
  if (id.length * 3 <= maximumIdBytes || Buffer.byteLength(id) <= maximumIdBytes) return id;
  return createHash("sha256").update(id).digest("base64url");
}

/** With what reading the record found out about its bytes. */
function recordContext(
  { truncatedHash, invalidBytes }: SplitRecord,
  { offset, envelope, ingested, limit, raw }: Omit<FlawedContext, "invalidText" | "tags">,
): FlawedContext {
  const invalidText = invalidBytes !== undefined;
  if (limit === undefined && truncatedHash === undefined && !invalidText) {
    return { offset, envelope, ingested, tags: undefined, limit, invalidText, raw };
  }
  const tags = [
    truncatedHash === undefined ? undefined : tagOf("lineBytes"),
    limit === undefined || limit === "lineBytes" ? undefined : tagOf(limit),
    invalidText ? "invalid-utf8" : undefined,
  ].filter((tag) => tag !== undefined);
  return { offset, envelope, ingested, tags, limit, invalidText, raw };
}

/** Keeps what the document does not hold: the hash of a line that was cut, the bytes that are no UTF-8 (in base64). */
function withHash(document: EcsDocument, { truncatedHash, invalidBytes }: SplitRecord): EcsDocument {
  if (truncatedHash === undefined && invalidBytes === undefined) return document;
  return {
    ...document,
    event: {
      ...document.event,
      hash: truncatedHash ?? document.event?.hash,
      original: invalidBytes === undefined ? document.event?.original : originalBytes(invalidBytes),
    },
  };
}

function pipelineError(record: SplitRecord, { value }: EnvelopedRecord, error: unknown): EcsDocument {
  const { message, name } = error instanceof Error ? error : { message: String(error), name: "Error" };
  const event = {
    kind: "pipeline_error" as const,
    original: originalText(value) || undefined,
  };
  return withHash({ event, error: { message: message.slice(0, 1_000), type: name } }, record);
}
