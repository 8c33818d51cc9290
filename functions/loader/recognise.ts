import { Claims } from "./claims";
import { openEnvelopes } from "./envelopes/envelope";
import { CloudWatchExportSplitter, isExportedLine } from "./formats/cloudwatch-export";
import { JsonSplitter } from "./formats/json";
import { LineSplitter } from "./formats/lines";
import type { SplitRecord, Splitter } from "./formats/splitter";
import { XmlSplitter } from "./formats/xml";
import type { PeekableBytes } from "./readers/peekable";
import type { LogSource } from "./source";

/** What the key of an object says. */
export interface KeyRecognition {
  readonly source: LogSource;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** The object holds nothing to load, for this reason. */
  readonly skip: string | undefined;
}

/** The source whose documented layout the key follows. */
export function recogniseKey(key: string, sources: readonly LogSource[]): KeyRecognition | undefined {
  for (const source of sources) {
    for (const { pattern, skip } of source.keys) {
      const match = pattern.exec(key);
      if (match === null) continue;
      return { source, accountId: match.groups?.account, region: match.groups?.region, skip };
    }
  }
  return undefined;
}

/** What the first bytes of a text say. */
export interface TextRecognition {
  readonly format: "json" | "lines" | "xml" | "cloudwatch-export";
  /** The source that claims one of the first records. */
  readonly source: LogSource | undefined;
  /** There is nothing that could be recognised: no record at all, or only messages of envelopes that check the delivery. */
  readonly nothing: boolean;
}

const mostRecords = 1_000;

/**
 * How many bytes are looked at, and how many of their records: more as long as no source claims one, since an object may
 * start in the middle of a long statement. A source that claims none of them is not the object's.
 */
const heads = [
  { size: 4 * 1024, records: 20 },
  { size: 64 * 1024, records: 200 },
  { size: 1024 * 1024, records: mostRecords },
  { size: 4 * 1024 * 1024, records: mostRecords },
] as const;

interface Head {
  readonly bytes: Buffer;
  /** The bytes are all there are. */
  readonly complete: boolean;
  /** So many records are looked at. */
  readonly records: number;
}

/** Recognises a text by its first records. */
export async function recogniseText(bytes: PeekableBytes, sources: readonly LogSource[]): Promise<TextRecognition> {
  let recognition: TextRecognition = { format: "lines", source: undefined, nothing: true };
  for (const { size, records } of heads) {
    const peeked = await bytes.peek(size);
    const complete = peeked.length < size;
    const head: Head = { bytes: peeked, complete, records: complete ? mostRecords : records };
    const json = recogniseJson(head, sources);
    if (json === "more" && !head.complete) {
      // A record may be larger than all that is looked at; then each record is recognised by itself.
      recognition = { format: "json", source: undefined, nothing: true };
      continue;
    }
    const xml = json === undefined ? recogniseXml(head, sources) : undefined;
    if (xml === "more" && size !== heads.at(-1)?.size) continue;
    if (json !== undefined && json !== "more") recognition = json;
    else recognition = xml === undefined || xml === "more" ? recogniseLines(head, sources) : xml;
    // `[2026-01-02 03:04:05] INFO {"a": 1}` holds a JSON object, and is a line.
    if (recognition.source === undefined && recognition.format === "json" && firstByte(head.bytes) === openingBracket) {
      const lines = recogniseLines(head, sources);
      if (lines.source !== undefined) recognition = lines;
    }
    if (recognition.source !== undefined || head.complete) break;
  }
  return recognition;
}

const openingBrace = 0x7b;
const openingBracket = 0x5b;

function firstByte(bytes: Buffer): number | undefined {
  return bytes.find((byte) => byte > 0x20);
}

const pieceBytes = 64 * 1024;
/** Faults among the records are passed over, so more of them are looked for; a head may hold millions. */
const recordsForOne = 20;

/** The first records of a head, enough for those that are looked at; those that end within it, if it is not complete. */
function split({ bytes, complete, records: wanted }: Head, splitter: Splitter): SplitRecord[] {
  const records: SplitRecord[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    for (const record of splitter.push(bytes.subarray(at, at + pieceBytes))) records.push(record);
    if (records.length >= recordsForOne * wanted) return records;
  }
  return complete ? [...records, ...splitter.end()] : records;
}

/** Undefined if the text is not JSON; "more" if no record ends within the head. */
function recogniseJson(head: Head, sources: readonly LogSource[]): TextRecognition | "more" | undefined {
  const first = firstByte(head.bytes);
  if (first !== openingBrace && first !== openingBracket) return undefined;
  const recordArrays = [...new Set(sources.flatMap((source) => source.recordArrays ?? []))];
  const records = split(head, new JsonSplitter({ recordArrays }));
  if (records.length === 0) return head.complete ? { format: "json", source: undefined, nothing: true } : "more";
  // A bare number is no record: `[2026-01-02 03:04:05,678] INFO ...` has one, and is no JSON.
  const values = records
    .filter(({ fault, value }) => fault === undefined && typeof value !== "number")
    .slice(0, head.records);
  if (values.length === 0) return undefined;
  const claims = new Claims(sources);
  let nothing = false;
  for (const { value } of values) {
    for (const { source, dropped } of openEnvelopes(value, { claims, recordArrays })) {
      if (source !== undefined) return { format: "json", source, nothing: false };
      nothing ||= dropped !== undefined;
    }
  }
  return { format: "json", source: undefined, nothing };
}

/** Undefined if the text is not XML, or none that a source claims; "more" if no record ends within the head. */
function recogniseXml(head: Head, sources: readonly LogSource[]): TextRecognition | "more" | undefined {
  const first = head.bytes.findIndex((byte) => byte > 0x20);
  // A syslog line starts with `<` too: `<13>`.
  if (first === -1 || !/^<[a-z_?!]/i.test(head.bytes.toString("latin1", first, first + 2))) return undefined;
  const claims = new Claims(sources.filter(({ format }) => format === "xml"));
  let found = 0;
  for (const name of new Set(sources.flatMap(({ xmlElement }) => xmlElement ?? []))) {
    const values = split(head, new XmlSplitter(name))
      .filter(({ fault }) => fault === undefined)
      .slice(0, head.records);
    found += values.length;
    const source = firstOf(values, ({ value }) => claims.any(value));
    if (source !== undefined) return { format: "xml", source, nothing: false };
  }
  return found === 0 && !head.complete ? "more" : undefined;
}

function recogniseLines(head: Head, sources: readonly LogSource[]): TextRecognition {
  const records = split(head, new LineSplitter());
  const claims = new Claims(sources.filter(({ format }) => format !== "json"));
  const values = records.slice(0, head.records).map(({ value }) => value);
  // Lines further down may be of a source as they are: of a statement, without the time of the message.
  if (isExportedLine(values[0]) && claims.specific(values[0]) === undefined) {
    const exported = exportedSource(head, sources);
    if (exported !== undefined) return { format: "cloudwatch-export", source: exported, nothing: false };
  }
  // Where a general format holds lines of specific ones (syslog: those of sshd), each line is claimed on its own.
  const specific = firstOf(values, (value) =>
    claims.generic(value) === undefined ? claims.specific(value) : undefined,
  );
  const source = specific ?? firstOf(values, (value) => claims.generic(value) ?? claims.specific(value));
  return { format: "lines", source, nothing: records.length === 0 };
}

/** The source of the first messages of a CloudWatch Logs export. */
function exportedSource(head: Head, sources: readonly LogSource[]): LogSource | undefined {
  const records = split(head, new CloudWatchExportSplitter());
  const claims = new Claims(sources);
  const recordArrays = [...new Set(sources.flatMap((source) => source.recordArrays ?? []))];
  return firstOf(records.slice(0, head.records), ({ value }) =>
    firstOf(openEnvelopes(value, { claims, recordArrays }), ({ source }) => source),
  );
}

function firstOf<Item, Result>(items: readonly Item[], find: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
