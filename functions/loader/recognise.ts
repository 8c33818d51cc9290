import { Claims } from "./claims";
import { exportedEventStart, openExportedEvent } from "./envelopes/cloudwatch-export";
import { openEnvelopes } from "./envelopes/envelope";
import { JsonSplitter } from "./formats/json";
import { LineSplitter } from "./formats/lines";
import { MultilineSplitter } from "./formats/multiline";
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
  readonly format: "json" | "lines" | "xml";
  /** The source that claims one of the first records. */
  readonly source: LogSource | undefined;
  /** There is nothing that could be recognised: no record at all, or only those of envelopes that check the delivery. */
  readonly nothing: boolean;
}

/** Most records are within the first size; one that is not may be looked for further. */
const headSizes = [4 * 1024, 64 * 1024, 1024 * 1024, 4 * 1024 * 1024] as const;
/** A source that does not claim one of so many records is not the object's. */
const inspectedRecords = 20;

/** Recognises a text by its first records. */
export async function recogniseText(bytes: PeekableBytes, sources: readonly LogSource[]): Promise<TextRecognition> {
  let recognition: TextRecognition = { format: "lines", source: undefined, nothing: true };
  for (const size of headSizes) {
    const head = await bytes.peek(size);
    const complete = head.length < size;
    const json = recogniseJson(head, complete, sources);
    if (json === "more" && !complete) {
      // A record may be larger than all that is looked at; then each record is recognised by itself.
      recognition = { format: "json", source: undefined, nothing: true };
      continue;
    }
    const xml = json === undefined ? recogniseXml(head, complete, sources) : undefined;
    if (xml === "more" && size !== headSizes.at(-1)) continue;
    if (json !== undefined && json !== "more") recognition = json;
    else recognition = xml === undefined || xml === "more" ? recogniseLines(head, complete, sources) : xml;
    // `[2026-01-02 03:04:05] INFO {"a": 1}` holds a JSON object, and is a line.
    if (recognition.source === undefined && recognition.format === "json" && firstByte(head) === openingBracket) {
      const lines = recogniseLines(head, complete, sources);
      if (lines.source !== undefined) recognition = lines;
    }
    if (recognition.source !== undefined || complete || !recognition.nothing) break;
  }
  return recognition;
}

const openingBrace = 0x7b;
const openingBracket = 0x5b;

function firstByte(head: Buffer): number | undefined {
  return head.find((byte) => byte > 0x20);
}

/** Undefined if the text is not JSON; "more" if no record ends within the head. */
function recogniseJson(
  head: Buffer,
  complete: boolean,
  sources: readonly LogSource[],
): TextRecognition | "more" | undefined {
  const first = firstByte(head);
  if (first !== openingBrace && first !== openingBracket) return undefined;
  const recordArrays = [...new Set(sources.flatMap((source) => source.recordArrays ?? []))];
  const splitter = new JsonSplitter({ recordArrays });
  const records = splitter.push(head);
  if (complete) records.push(...splitter.end());
  if (records.length === 0) return complete ? { format: "json", source: undefined, nothing: true } : "more";
  // A bare number is no record: `[2026-01-02 03:04:05,678] INFO ...` has one, and is no JSON.
  const values = records
    .filter(({ fault, value }) => fault === undefined && typeof value !== "number")
    .slice(0, inspectedRecords);
  if (values.length === 0) return undefined;
  const claims = new Claims(sources);
  let nothing = true;
  for (const { value } of values) {
    for (const { source, dropped } of openEnvelopes(value, { claims, recordArrays })) {
      if (source !== undefined) return { format: "json", source, nothing: false };
      nothing &&= dropped !== undefined;
    }
  }
  return { format: "json", source: undefined, nothing };
}

/** Undefined if the text is not XML, or none that a source claims; "more" if no record ends within the head. */
function recogniseXml(
  head: Buffer,
  complete: boolean,
  sources: readonly LogSource[],
): TextRecognition | "more" | undefined {
  const first = head.findIndex((byte) => byte > 0x20);
  // A syslog line starts with `<` too: `<13>`.
  if (first === -1 || !/^<[a-z_?!]/i.test(head.toString("latin1", first, first + 2))) return undefined;
  const claims = new Claims(sources.filter(({ format }) => format === "xml"));
  let found = 0;
  for (const name of new Set(sources.flatMap(({ xmlElement }) => xmlElement ?? []))) {
    const splitter = new XmlSplitter(name);
    const records = splitter.push(head);
    if (complete) records.push(...splitter.end());
    const values = records.filter(({ fault }) => fault === undefined).slice(0, inspectedRecords);
    found += values.length;
    const source = firstOf(values, ({ value }) => claims.any(value));
    if (source !== undefined) return { format: "xml", source, nothing: false };
  }
  return found === 0 && !complete ? "more" : undefined;
}

/** Recognises an object of exported events by its first ones. */
export async function recogniseExport(
  bytes: PeekableBytes,
  logStream: string,
  sources: readonly LogSource[],
): Promise<LogSource | undefined> {
  const claims = new Claims(sources);
  const recordArrays = sources.flatMap((source) => source.recordArrays ?? []);
  const splitter = new MultilineSplitter(exportedEventStart);
  const head = await bytes.peek(headSizes[1]);
  const records = [...splitter.push(head), ...splitter.end()].slice(0, inspectedRecords);
  return firstOf(records, (record) => {
    const { value, envelope } = openExportedEvent(String(record.value), logStream);
    return firstOf(openEnvelopes(value, { claims, recordArrays }, envelope), ({ source }) => source);
  });
}

function recogniseLines(head: Buffer, complete: boolean, sources: readonly LogSource[]): TextRecognition {
  const splitter = new LineSplitter();
  const records = splitter.push(head);
  if (complete) records.push(...splitter.end());
  const claims = new Claims(sources.filter(({ format }) => format !== "json"));
  const values = records.slice(0, inspectedRecords).map(({ value }) => value);
  // Where a general format holds lines of specific ones (syslog: those of sshd), each line is claimed on its own.
  const specific = firstOf(values, (value) =>
    claims.generic(value) === undefined ? claims.specific(value) : undefined,
  );
  const source = specific ?? firstOf(values, (value) => claims.generic(value) ?? claims.specific(value));
  return { format: "lines", source, nothing: records.length === 0 };
}

function firstOf<Item, Result>(items: readonly Item[], find: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
