import type { SplitRecord, Splitter } from "../../../functions/loader/formats/splitter";
import { normaliseObject } from "../../../functions/loader/normalise";
import type { NormalisedRecord, NormaliseOptions } from "../../../functions/loader/normalised-object";
import { defineSource, type LogObject, type LogSource } from "../../../functions/loader/source";
import { RecordError } from "../../../functions/shared/errors";
import { asRecord, text } from "../../../functions/shared/values";

export const arrival = new Date("2026-01-02T03:00:00.000Z");
export const now = new Date("2026-01-02T03:04:05.000Z");

/** A source of JSON objects with a `n`; mapping those with `bad` throws, those with `skip` drops. */
export const jsonSource = defineSource({
  id: "test-json",
  title: "JSON",
  documentation: "https://example.com/json",
  module: "test",
  dataset: "test.json",
  indexPeriod: "month",
  delivery: "By hand.",
  format: "json",
  recordArrays: ["Records"],
  keys: [
    { pattern: /(?:^|\/)json\/(?<account>\d{12})\/(?<region>[a-z0-9-]+)\/[^/]+$/ },
    { pattern: /(?:^|\/)json-digest\/[^/]+$/, skip: "digest" },
  ],
  recognises: (value) => typeof asRecord(value)?.n === "number",
  open: () => (record) => {
    const value = asRecord(record.value);
    if (typeof value?.n !== "number") throw new RecordError("no n");
    if (value.bad === true) throw new TypeError("a mapper's own mistake");
    if (typeof value.skip === "string") return { kind: "dropped", reason: value.skip };
    return {
      kind: "event",
      id: text(value.id),
      document: {
        "@timestamp": text(value.time),
        event: { kind: "event" },
        source: value.ip === undefined ? undefined : { ip: text(value.ip) },
        test: { n: value.n, text: text(value.text) },
      },
    };
  },
  remembers: "headers",
  fields: { "test.n": "long", "test.text": "keyword" },
});

/** A source of lines `LOG <text>`, with a header line `#...` that the mapper remembers. */
export const lineSource = defineSource({
  id: "test-lines",
  title: "Lines",
  documentation: "https://example.com/lines",
  module: "test",
  dataset: "test.lines",
  indexPeriod: "day",
  delivery: "By hand.",
  format: "lines",
  keys: [{ pattern: /(?:^|\/)lines\/[^/]+$/ }],
  recognises: (value) => typeof value === "string" && (value.startsWith("LOG ") || value.startsWith("#test")),
  open: () => {
    let header: string | undefined;
    return (record) => {
      const line = text(record.value) ?? "";
      if (line.startsWith("#")) {
        header = line;
        return { kind: "header" };
      }
      if (!line.startsWith("LOG ")) throw new RecordError(`not a LOG line`);
      return { kind: "event", document: { test: { line: line.slice("LOG ".length), header } } };
    };
  },
  fields: { "test.line": "keyword", "test.header": "keyword" },
});

export const testSources: readonly LogSource[] = [jsonSource, lineSource];

export async function* body(content: Uint8Array | string, chunkBytes = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

export function split(
  splitter: Splitter,
  content: Uint8Array | string,
  chunkBytes = Number.MAX_SAFE_INTEGER,
): SplitRecord[] {
  const bytes = Buffer.from(content);
  const records: SplitRecord[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes)
    records.push(...splitter.push(bytes.subarray(at, at + chunkBytes)));
  return [...records, ...splitter.end()];
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await collect(chunks));
}

/** Normalises an object; what it holds before an error is kept beside the error. */
export async function normalise(
  content: Uint8Array | string,
  {
    key = "some/object",
    chunkBytes,
    ...options
  }: Partial<NormaliseOptions> & Partial<LogObject> & { chunkBytes?: number } = {},
) {
  const { bucket = "archive", versionId, etag, size, lastModified = arrival, ...rest } = options;
  const normalised = normaliseObject({ bucket, key, versionId, etag, size, lastModified }, body(content, chunkBytes), {
    sources: testSources,
    now: () => now,
    ...rest,
  });
  const records: NormalisedRecord[] = [];
  let error: unknown;
  try {
    for await (const record of normalised) records.push(record);
  } catch (thrown) {
    error = thrown;
  }
  const documents = records.filter((record) => record.kind === "document");
  return { records, documents, summary: normalised.summary, error };
}
