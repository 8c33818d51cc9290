import { asArray, asRecord, type JsonObject } from "../../shared/values";
import type { Claims } from "../claims";
import type { LogSource, RecordEnvelope } from "../source";
import { openCloudWatchLogs } from "./cloudwatch-logs";
import type { Expandable } from "./encoded";
import { openEventBridge } from "./eventbridge";
import { wrappedValues } from "./wrapper";

/** A record out of its envelope. */
export interface EnvelopedRecord {
  readonly value: unknown;
  readonly envelope?: RecordEnvelope | undefined;
  /** Left out on purpose, under this reason. */
  readonly dropped?: string;
  /** The source that recognises the value, where one does. */
  readonly source?: LogSource | undefined;
  /** What was thrown where its source looked for the events in it. */
  readonly failure?: Error | undefined;
}

/** What the records inside may be. */
export interface EnvelopeContents {
  readonly claims: Claims;
  /** Members of an object that are arrays of records. */
  readonly recordArrays: readonly string[];
}

/** An event may come in a queue's message in a notification in a log group. */
const maximumNesting = 4;

/**
 * So many values of one record are looked at. No service puts as many events into a message; a record of 16 MiB may have
 * millions of values, for all of which there is neither time nor memory.
 */
export const maximumValues = 100_000;

/** A service's message of six megabytes of compressed logs comes to less. */
const maximumExpandedBytes = 128 * 1024 * 1024;

/** What may still be looked at of a record. */
interface Budget extends Expandable {
  values: number;
}

/**
 * Takes a JSON value out of the envelopes around it. A value that a source claims is no envelope; a value that is
 * neither claimed nor an envelope, or holds more than may be looked at, is given back as it is.
 */
export function openEnvelopes(value: unknown, contents: EnvelopeContents): readonly EnvelopedRecord[] {
  return open({ value, envelope: undefined }, contents, 0, { values: maximumValues, bytes: maximumExpandedBytes });
}

function open(
  record: EnvelopedRecord,
  contents: EnvelopeContents,
  nesting: number,
  budget: Budget,
): readonly EnvelopedRecord[] {
  const { value, envelope } = record;
  const source = contents.claims.specific(value, envelope);
  if (source !== undefined) return [{ value, envelope, source }];
  const opened =
    record.dropped !== undefined || nesting === maximumNesting
      ? undefined
      : openMembers(record, contents, nesting, budget);
  if (opened !== undefined) return opened;
  const generic = contents.claims.generic(value, envelope);
  return [generic === undefined ? record : { ...record, source: generic }];
}

/** What is in an object; `undefined` if it is no envelope. */
function openMembers(
  { value, envelope }: EnvelopedRecord,
  contents: EnvelopeContents,
  nesting: number,
  budget: Budget,
): readonly EnvelopedRecord[] | undefined {
  const members = asRecord(value);
  if (members === undefined) return undefined;
  const openAll = (items: readonly EnvelopedRecord[]): readonly EnvelopedRecord[] | undefined => {
    if (items.length > budget.values) return undefined;
    budget.values -= items.length;
    return items.flatMap((item) =>
      open({ ...item, envelope: mergeEnvelopes(envelope, item.envelope) }, contents, nesting + 1, budget),
    );
  };
  const certain = openCloudWatchLogs(members) ?? openEventBridge(members);
  if (certain !== undefined) return openAll(certain);
  const generic = contents.claims.generic(value, envelope);
  // Anything else is a guess: it must lead to a record, else the value stays what it is.
  for (const guess of guesses(members, contents.recordArrays, budget)) {
    const inner = openAll(guess);
    const found = inner?.some(
      (item) =>
        item.dropped !== undefined || (generic === undefined ? item.source : specificSource(item)) !== undefined,
    );
    if (found === true) return inner;
  }
  return undefined;
}

function specificSource({ source }: EnvelopedRecord): LogSource | undefined {
  return source?.generic === true ? undefined : source;
}

function* guesses(
  members: JsonObject,
  recordArrays: readonly string[],
  left: Expandable,
): Generator<readonly EnvelopedRecord[]> {
  for (const name of recordArrays) {
    const items = asArray(members[name]);
    if (items.length > 0) yield items.map((value) => ({ value, envelope: undefined }));
  }
  for (const value of wrappedValues(members, left)) {
    const items = Array.isArray(value) ? asArray(value) : [value];
    yield items.map((item) => ({ value: item, envelope: { kind: "wrapper" } }));
  }
}

/** The inner envelope is nearer to the record; what it does not say, the outer may. */
function mergeEnvelopes(
  outer: RecordEnvelope | undefined,
  inner: RecordEnvelope | undefined,
): RecordEnvelope | undefined {
  if (outer === undefined || inner === undefined) return inner ?? outer;
  return {
    kind: inner.kind === "wrapper" ? outer.kind : inner.kind,
    accountId: inner.accountId ?? outer.accountId,
    region: inner.region ?? outer.region,
    time: inner.time ?? outer.time,
    id: inner.id ?? outer.id,
    logGroup: inner.logGroup ?? outer.logGroup,
    logStream: inner.logStream ?? outer.logStream,
    eventSource: inner.eventSource ?? outer.eventSource,
    detailType: inner.detailType ?? outer.detailType,
    resources: inner.resources ?? outer.resources,
  };
}
