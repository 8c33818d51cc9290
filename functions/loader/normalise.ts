import { ConfigurationError, ObjectError } from "../shared/errors";
import { defaultLimits, type LimitName, type Limits } from "../shared/limits";
import { Claims } from "./claims";
import { countUp } from "./count-up";
import { CloudWatchExportSplitter, exportedLogStream, exportWriteTest } from "./formats/cloudwatch-export";
import { JsonSplitter } from "./formats/json";
import { LineSplitter } from "./formats/lines";
import { MultilineSplitter } from "./formats/multiline";
import { readParquet } from "./formats/parquet";
import type { SplitRecord, Splitter } from "./formats/splitter";
import { XmlSplitter } from "./formats/xml";
import type { NormalisedObject, NormalisedRecord, NormaliseOptions, ObjectSummary } from "./normalised-object";
import type { ObjectBody } from "./ports";
import { type ObjectPart, openContainers } from "./readers/containers";
import { PeekableBytes } from "./readers/peekable";
import { readText, textStart } from "./readers/text";
import { type KeyRecognition, recogniseKey, recogniseText } from "./recognise";
import { type MappingPlan, type ObjectPosition, RecordMapping } from "./record-mapping";
import type { ResumePoint, TextPlace } from "./resume";
import type { LogObject, LogSource } from "./source";
import { ruleFor, type SourceRule, unknownSource } from "./source-rules";
import { originalHeadBytes, unrecognisedObject } from "./unrecognised";

/**
 * Reads an object once, as a stream: recognise, decompress, split into records, map, complete.
 *
 * ```ts
 * const records = normaliseObject({ bucket: "archive", key }, body, { sources, now: () => new Date() });
 * for await (const record of records) if (record.kind === "document") console.log(JSON.stringify(record.document));
 * console.error(records.summary);
 * ```
 *
 * The members of a zip are recognised and split one by one, as if they were objects; all their records are the object's.
 *
 * The iteration throws `ObjectError` when the object cannot be read (corrupt or unsupported container), after the
 * records before the fault, and of a zip after those of the other members; errors of `body`, and an interruption, pass through.
 * @throws ConfigurationError if `options.source` is none of the sources.
 */
export function normaliseObject(object: LogObject, body: ObjectBody, options: NormaliseOptions): NormalisedObject {
  const rule = ruleFor(object, options.rules ?? []);
  return new Normalisation(object, body, options, rule, configuredSource(options.source ?? rule?.source, options));
}

function configuredSource(source: string | undefined, { sources }: NormaliseOptions): LogSource | undefined {
  if (source === undefined) return undefined;
  const found = sources.find(({ id }) => id === source);
  if (found !== undefined) return found;
  const known = sources.map(({ id }) => id);
  throw new ConfigurationError(unknownSource(source, known));
}

class Normalisation implements NormalisedObject {
  private source: string | undefined;
  private outcome: ObjectSummary["outcome"] = "read";
  private received = 0;
  private documents = 0;
  private pipelineErrors = 0;
  private unrecognisedParts = 0;
  private readonly position: ObjectPosition = { ordinal: 0, offset: 0, headers: 0 };
  private readonly dropped = new Map<string, number>();
  private readonly trials = new Map<string, number>();
  private readonly limitsReached = new Map<LimitName, number>();
  private readonly limits: Limits;
  private parts = 0;
  /** The last one found at which reading may start anew. */
  private place: TextPlace | undefined;

  constructor(
    private readonly object: LogObject,
    private readonly body: ObjectBody,
    private readonly options: NormaliseOptions,
    private readonly rule: SourceRule | undefined,
    private readonly configured: LogSource | undefined,
  ) {
    this.limits = options.limits ?? defaultLimits;
  }

  get summary(): ObjectSummary {
    const { source, outcome, received, documents, pipelineErrors } = this;
    const dropped = Object.fromEntries(this.dropped);
    const trials = Object.fromEntries(this.trials);
    const limitsReached = Object.fromEntries(this.limitsReached);
    const { headers } = this.position;
    return { source, outcome, received, documents, pipelineErrors, dropped, trials, limitsReached, headers };
  }

  get reached(): Pick<ResumePoint, "ordinal" | "place"> {
    return { ordinal: this.position.ordinal, place: this.place };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<NormalisedRecord, void, undefined> {
    for await (const batch of this.batches()) yield* batch;
  }

  async *batches(): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    for await (const batch of this.read()) {
      for (const record of batch) this.count(record);
      yield batch;
    }
  }

  private count(record: NormalisedRecord): void {
    this.received += 1;
    if (record.kind === "dropped") {
      countUp(this.dropped, record.reason);
    } else {
      for (const filter of record.trials ?? []) countUp(this.trials, filter);
      if (record.limit !== undefined) countUp(this.limitsReached, record.limit);
      this.documents += 1;
      if (record.pipelineError) this.pipelineErrors += 1;
    }
  }

  private async *read(): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    const { options, configured, rule } = this;
    const byKey = recogniseKey(this.object.key, configured === undefined ? options.sources : [configured]);
    const object: LogObject = {
      ...this.object,
      accountId: this.object.accountId ?? byKey?.accountId,
      region: this.object.region ?? byKey?.region,
      timeZone: this.object.timeZone ?? options.timeZone ?? rule?.timeZone,
    };
    const known = configured ?? byKey?.source;
    this.source = known?.id;
    const skip = this.skipReason(byKey);
    if (skip !== undefined) {
      this.outcome = "skipped";
      await new PeekableBytes(this.body).close();
      this.position.ordinal = 1;
      yield this.first === 0 ? [{ kind: "dropped", ordinal: 0, offset: 0, reason: skip }] : [];
      return;
    }
    const faults: ObjectError[] = [];
    for await (const part of openContainers(this.body, this.limits, options.interrupt)) {
      this.parts += 1;
      try {
        yield* this.readPart(object, part, known);
      } catch (error) {
        // The next members of a zip can often be read all the same.
        if (!(error instanceof ObjectError)) throw error;
        if (error.limit !== undefined) countUp(this.limitsReached, error.limit);
        faults.push(error);
      }
    }
    const fault = combinedFault(faults);
    if (fault !== undefined) throw fault;
    const { ordinal } = this.position;
    if (ordinal === 0) this.outcome = "empty";
    else if (ordinal === this.unrecognisedParts) this.outcome = "unrecognised";
  }

  private readPart(
    object: LogObject,
    part: ObjectPart,
    known: LogSource | undefined,
  ): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    switch (part.kind) {
      case "text":
        return this.readText(object, part, known);
      case "Parquet":
        return this.readRows(object, part.bytes, known);
      case "fault":
        throw part.error;
    }
  }

  /** Why the object is left out as a whole. */
  private skipReason(byKey: KeyRecognition | undefined): string | undefined {
    if (this.options.source === undefined && this.rule?.exclude === true) return "excluded";
    return exportWriteTest.test(this.object.key) ? "write-test" : byKey?.skip;
  }

  private async *readText(
    object: LogObject,
    part: ObjectPart & { readonly kind: "text" },
    known: LogSource | undefined,
  ): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    const start = part.bare ? await textStart(part.bytes) : undefined;
    const bytes = new PeekableBytes(readText(part.bytes));
    // What a general format holds may be of any source, whoever told that it is one.
    const candidates = known === undefined || known.generic === true ? this.options.sources : [known];
    const recognition = await recogniseText(bytes, candidates);
    const source = known ?? recognition.source;
    this.source ??= source?.id;
    if (source === undefined && !recognition.nothing) {
      const head = await bytes.peek(originalHeadBytes);
      await bytes.close();
      yield this.unrecognised(object, head);
      this.position.offset += head.length;
      return;
    }
    // Lines may come in JSON envelopes; JSON that is none has a fault for each line.
    const json = recognition.format === "json" || source?.format === "json";
    const exported = recognition.format === "cloudwatch-export";
    // Of all parts but the first, what comes before them must be read in any case.
    const first = this.parts === 1;
    const place = first ? this.options.resume?.place : undefined;
    this.position.offset += place?.offset ?? 0;
    const mapping = this.mapping(object, { source, candidates, records: json || exported ? "json" : "text" });
    if (place !== undefined) {
      mapping.startAfter(place);
      // It may be the last one for long, and without it all would be read again from the beginning.
      this.place = place;
    }
    const recordArrays = source?.recordArrays ?? candidates.flatMap((candidate) => candidate.recordArrays ?? []);
    const splitter = exported
      ? new CloudWatchExportSplitter(exportedLogStream(object.key), this.limits.lineBytes)
      : json
        ? new JsonSplitter({ recordArrays, maximumBytes: this.limits.recordBytes, inside: place?.inside })
        : textSplitter(source, this.limits);
    const from = this.position.offset;
    for await (const chunk of place === undefined ? bytes : this.after(place, bytes, start)) {
      this.position.offset += chunk.byteLength;
      yield* mapInGroups(mapping, splitter.push(chunk));
      if (first) this.place = placeAt(this.position.ordinal, from, splitter, mapping) ?? this.place;
    }
    yield* mapInGroups(mapping, splitter.end());
  }

  /** The bytes of a text behind a place. */
  private async *after(
    { offset }: TextPlace,
    bytes: AsyncIterable<Uint8Array>,
    start: number | undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let before = offset - (start === undefined ? 0 : (this.body.skipTo?.(start + offset) ?? 0));
    for await (const chunk of bytes) {
      if (before < chunk.byteLength) yield chunk.subarray(before);
      before = Math.max(0, before - chunk.byteLength);
    }
  }

  private async *readRows(
    object: LogObject,
    bytes: PeekableBytes,
    known: LogSource | undefined,
  ): AsyncGenerator<readonly NormalisedRecord[], void, undefined> {
    const head = await bytes.peek(originalHeadBytes);
    let mapping: RecordMapping | undefined;
    for await (const rows of readParquet(bytes, this.options.interrupt)) {
      if (mapping === undefined) {
        const first = rows[0]?.value;
        const source = known ?? new Claims(this.options.sources).any(first);
        this.source ??= source?.id;
        if (source === undefined) {
          yield this.unrecognised(object, head);
          return;
        }
        mapping = this.mapping(object, { source, candidates: [source], records: "rows" });
      }
      this.position.offset += rows.length;
      yield* mapInGroups(mapping, rows);
    }
  }

  private mapping(object: LogObject, plan: MappingPlan): RecordMapping {
    return new RecordMapping(object, plan, this.options, this.position);
  }

  /** The records before this one were loaded before. */
  private get first(): number {
    return this.options.resume?.ordinal ?? 0;
  }

  private unrecognised(object: LogObject, head: Buffer): readonly NormalisedRecord[] {
    const record = unrecognisedObject(object, head, this.position, this.options);
    this.position.ordinal += 1;
    this.unrecognisedParts += 1;
    return record.ordinal < this.first ? [] : [record];
  }
}

/** Where the records behind those mapped so far can be read from, if they can without the ones before. */
function placeAt(ordinal: number, from: number, splitter: Splitter, { memory }: RecordMapping): TextPlace | undefined {
  const place = splitter.place?.();
  if (place === undefined || memory.lines === undefined) return undefined;
  return { ordinal, offset: from + place.offset, inside: place.inside, headers: memory.lines };
}

function textSplitter(source: LogSource | undefined, { lineBytes, recordBytes }: Limits): Splitter {
  if (source?.xmlElement !== undefined) return new XmlSplitter(source.xmlElement, recordBytes);
  const start = source?.recordStart;
  return start === undefined ? new LineSplitter(lineBytes) : new MultilineSplitter(start, lineBytes);
}

/** The first of an object's faults, with the number of the others. */
function combinedFault([first, ...others]: readonly ObjectError[]): ObjectError | undefined {
  if (first === undefined || others.length === 0) return first;
  return new ObjectError(`${first.message}; and ${others.length} more of its members cannot be read`, {
    place: first.place,
    cause: first,
  });
}

/** Documents of so many records at once: more would outlive the garbage collector's cheap first round. */
const recordsAtOnce = 200;

function* mapInGroups(
  mapping: RecordMapping,
  records: readonly SplitRecord[],
): Generator<readonly NormalisedRecord[], void, undefined> {
  for (let at = 0; at < records.length; at += recordsAtOnce) yield mapping.map(records.slice(at, at + recordsAtOnce));
}
