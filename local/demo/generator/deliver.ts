import { gzipSync } from "node:zlib";
import type { DemoSource, LogEvent } from "./event";
import type { Random } from "./random";
import type { LogStream } from "./streams";
import { MINUTE } from "./time";

/** An object as AWS delivers it. */
export interface DemoObject {
  readonly source: DemoSource;
  readonly key: string;
  /** Which of the two buckets of the archive takes it. */
  readonly bucket: "archive" | "accessLogs";
  readonly body: Buffer;
  /** Records in it; a header line is none. */
  readonly events: number;
}

/** A record of the intrusion and where it lies. */
export interface PlantedRecord {
  readonly source: DemoSource;
  readonly key: string;
  /** Byte at which the record starts in the decompressed object. */
  readonly offset: number;
  /** The record's own id, where the format has one. */
  readonly id?: string | undefined;
}

/** AWS delivers every five minutes; a small day is delivered in longer intervals so that objects hold some records. */
const INTERVALS = [5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE);
const RECORDS_AN_OBJECT = 60;

/** Puts the records into objects, per stream and interval, in the order of time. */
export function deliver(
  events: readonly LogEvent[],
  random: Random,
): { objects: DemoObject[]; planted: PlantedRecord[] } {
  const objects: DemoObject[] = [];
  const planted: PlantedRecord[] = [];
  for (const [stream, records] of groupBy(events, ({ stream }) => stream)) {
    const interval =
      INTERVALS.find((length) => records.length / ((24 * 60 * MINUTE) / length) >= RECORDS_AN_OBJECT) ?? 60 * MINUTE;
    const sorted = records.toSorted((left, right) => left.time - right.time);
    for (const [slot, inSlot] of groupBy(sorted, ({ time }) => Math.floor(time / interval))) {
      const key = stream.key((slot + 1) * interval, random);
      const { text, offsets } = layOut(stream, inSlot);
      const body = stream.compressed ? gzipSync(text) : Buffer.from(text);
      objects.push({ source: stream.source, key, bucket: stream.bucket, body, events: inSlot.length });
      for (const [index, record] of inSlot.entries()) {
        if (record.planted === true) {
          planted.push({ source: stream.source, key, offset: offsets[index] ?? 0, id: record.id });
        }
      }
    }
  }
  return { objects, planted };
}

function layOut(stream: LogStream, events: readonly LogEvent[]): { text: string; offsets: number[] } {
  const [opening, separator, closing] = stream.layout === "records" ? ['{"Records":[', ",", "]}"] : ["", "\n", "\n"];
  let text = stream.header === undefined ? opening : `${stream.header}\n`;
  let offset = Buffer.byteLength(text);
  const offsets: number[] = [];
  for (const [index, event] of events.entries()) {
    const part = index === 0 ? event.text : separator + event.text;
    offsets.push(offset + (part.length - event.text.length));
    offset += Buffer.byteLength(part);
    text += part;
  }
  return { text: text + closing, offsets };
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
