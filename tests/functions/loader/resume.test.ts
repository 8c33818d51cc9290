import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { normaliseObject } from "../../../functions/loader/normalise";
import type { NormalisedRecord, NormaliseOptions } from "../../../functions/loader/normalised-object";
import { sources } from "../../../functions/loader/registry.generated";
import type { ResumePoint } from "../../../functions/loader/resume";
import { defineSource } from "../../../functions/loader/source";
import { asArray, asRecord } from "../../../functions/shared/values";
import { readExpected, sampleCases } from "../../../tools/sample-cases";
import { zip } from "./containers";
import { MemoryBody } from "./memory-body";
import { arrival, jsonSource, now, testSources } from "./support";

const root = resolve(__dirname, "../../..");
/** More than is looked at to recognise an object, so that reading stops at many places. */
const atLeastBytes = 10 * 1024;

type Point = Pick<ResumePoint, "ordinal" | "place">;
interface Part {
  readonly records: readonly NormalisedRecord[];
  readonly reached: Point;
  readonly ended: boolean;
}

/** A source whose records hold several events, some none. */
const unfolding = defineSource({
  ...jsonSource,
  id: "test-unfolding",
  keys: [{ pattern: /(?:^|\/)unfolding\/[^/]+$/ }],
  recognises: () => false,
  unfold: (value) => (asRecord(value)?.parts === undefined ? undefined : asArray(asRecord(value)?.parts)),
});

interface TestObject {
  readonly key: string;
  readonly bytes: Buffer;
  readonly options: Pick<NormaliseOptions, "source" | "timeZone">;
  readonly seekable: boolean;
  readonly chunkBytes?: number;
}

/** Reads from a point on, up to the first group of records that is new, or to the end. */
async function readOn(object: TestObject, from: Point | undefined, stops: boolean): Promise<Part & { read: number }> {
  const { key, bytes, options, seekable, chunkBytes = 1_000 } = object;
  const body = new MemoryBody(bytes, { seekable, chunkBytes });
  const reference = { bucket: "archive", key, versionId: "v1", size: bytes.length, lastModified: arrival };
  const all = [...sources, ...testSources, unfolding];
  const normalised = normaliseObject(reference, body, { sources: all, now: () => now, ...options, resume: from });
  const records: NormalisedRecord[] = [];
  for await (const batch of normalised.batches()) {
    records.push(...batch);
    if (stops && records.length > 0) return { records, reached: normalised.reached, ended: false, read: body.read };
  }
  return { records, reached: normalised.reached, ended: true, read: body.read };
}

/** Reads an object with a stop after each group of records. */
async function readInHops(object: TestObject): Promise<{ records: NormalisedRecord[]; hops: number; placed: number }> {
  const records: NormalisedRecord[] = [];
  let point: Point | undefined;
  for (let hops = 0, placed = 0; ; hops += 1) {
    const part = await readOn(object, point, true);
    records.push(...part.records);
    if (part.ended) return { records, hops, placed };
    // What is sent through the queue is text.
    point = JSON.parse(JSON.stringify(part.reached)) as Point;
    if (point.place !== undefined) placed += 1;
  }
}

function sampleObject(text: Buffer, sample: Omit<TestObject, "bytes">): TestObject {
  const times = Math.ceil(atLeastBytes / Math.max(1, text.length));
  return {
    ...sample,
    bytes: Buffer.concat(Array.from({ length: times }, () => Buffer.concat([text, Buffer.from("\n")]))),
  };
}

describe("an object that is read in many hops", () => {
  const placedSources = new Set<string>();
  for (const sample of sampleCases(root)) {
    if (!/\.(?:jsonl?|log|txt|csv|tsv|xml)$/.test(sample.inputPath)) continue;
    it(`gives what it gives when read at once: ${sample.source}, ${sample.name}`, async () => {
      const { key, configured = {} } = readExpected(sample);
      const text = readFileSync(sample.inputPath);
      const plain = sampleObject(text, { key, options: configured, seekable: true });
      const whole = (await readOn(plain, undefined, false)).records;
      const seeking = await readInHops(plain);
      assert.deepEqual(seeking.records, whole);
      if (seeking.placed > 0) placedSources.add(sample.source);
      const compressed = await readInHops({ ...plain, bytes: gzipSync(plain.bytes) });
      assert.deepEqual(compressed.records, whole);
    });
  }

  it("goes on in the middle for the sources of large objects", () => {
    for (const source of ["aws-cloudtrail", "aws-vpc-flow", "aws-alb", "aws-waf", "aws-s3-access", "zeek-logs"]) {
      assert.ok(placedSources.has(source), `${source} is read from its beginning each time`);
    }
  });

  const numbered = (count: number, line: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => line(n)).join("");
  const trail = (n: number): string => `{"eventSource":"s3.amazonaws.com","eventName":"GetObject","n":${n}}`;
  const parquet = readFileSync(
    resolve(root, "sources/aws-vpc-flow/samples/parquet-in-hourly-hive-partitions.input.log.parquet"),
  );
  const web = (n: number): string => `{"n":${n}}\n`;

  for (const [name, key, bytes] of [
    [
      "a record array, behind other members and before others",
      "a",
      `{"a":[1],"Records":[${numbered(900, (n) => `${n === 0 ? "" : ","}${trail(n)}`)}],"b":{}}\n${trail(1)}`,
    ],
    ["an array that ends too early", "a", `[${numbered(900, (n) => `${trail(n)},\n`)}`],
    [
      "objects in arrays, lines and pretty-printed",
      "json/111122223333/eu-west-1/x",
      numbered(300, (n) => `[{"n":${n}},\n{"n":1}]\n{"n":2}\n{\n  "n": 3\n}\n`),
    ],
    [
      "records of several events each",
      "unfolding/x",
      numbered(900, (n) => `{"parts":[${[web(n), web(n), web(n)].slice(0, n % 4).join()}]}\n`),
    ],
    [
      "lines below a header that the mapper remembers",
      "lines/x",
      `#test one\n${numbered(600, (n) => `LOG ${n}\r\n`)}#test two\n\n${numbered(600, (n) => `LOG ${n}\n`)}`,
    ],
    [
      "lines below one header, far above them",
      "vpcflowlogs.log",
      `srcaddr dstaddr action start end account-id version\n${numbered(900, (n) => `192.0.2.${n % 250} 198.51.100.1 ACCEPT 17673222${10 + (n % 80)} 1767322299 111122223333 2\n`)}`,
    ],
    [
      "rows of Zeek below their header lines",
      "zeek/http.log",
      `#separator \\x7c\n#fields|ts|uid|id.orig_h|id.resp_h|method\n#types|time|string|addr|addr|string\n${numbered(900, (n) => `1767322${200 + (n % 700)}.5|C${n}|192.0.2.1|198.51.100.1|GET\n`)}`,
    ],
    [
      "lines among which some are bad",
      "json/111122223333/eu-west-1/x",
      numbered(900, (n) => (n % 7 === 0 ? '{"n":\n' : web(n))),
    ],
    [
      "a line longer than a mebibyte among others",
      "lines/x",
      `${numbered(600, (n) => `LOG ${n}\n`)}LOG ${"x".repeat(1_100_000)}\n${numbered(600, (n) => `LOG ${n}\n`)}`,
    ],
    ["text behind a byte order mark", "a", `\ufeff${numbered(900, (n) => `${trail(n)}\n`)}`],
    ["UTF-16", "a", Buffer.from(`\ufeff${numbered(900, (n) => `${trail(n)}\n`)}`, "utf16le")],
    [
      "a zip with members of several sources, one of them empty",
      "a",
      zip([
        { name: "empty", content: "" },
        { name: "json", content: numbered(900, (n) => `${trail(n)}\n`) },
        { name: "rows", content: parquet },
        { name: "what", content: "is this?" },
        { name: "lines", content: numbered(900, (n) => `LOG ${n}\n`) },
      ]),
    ],
    ["a Parquet file", "a", parquet],
    ["what no source recognises", "a", "is this?"],
    ["what is left out by its key", "json-digest/x", "{}"],
    ["nothing", "a", ""],
  ] as const) {
    it(`gives what it gives when read at once: ${name}`, async () => {
      const object = { key, bytes: Buffer.from(bytes), options: {}, seekable: true };
      const whole = await readOn(object, undefined, false);
      const { records } = await readInHops(object);
      assert.deepEqual(records, whole.records);
    });
  }

  it("reads no more than the beginning again of text that is in no container", async () => {
    const bytes = Buffer.from(numbered(20_000, (n) => `${trail(n)}\n`));
    const object = { key: "a", bytes, options: {}, seekable: true };
    const { hops } = await readInHops(object);
    let read = 0;
    let point: Point | undefined;
    for (;;) {
      const part = await readOn(object, point, true);
      read += part.read;
      point = part.reached;
      if (part.ended) break;
    }
    assert.ok(hops > 90, `${hops} hops`);
    assert.ok(read < bytes.length + hops * 10_000, `${read} of ${bytes.length} bytes in ${hops} hops`);
  });

  it("does not go back to the beginning where reading stops in the first piece behind its place", async () => {
    const bytes = Buffer.from(numbered(3_000, (n) => `${trail(n)}\n`));
    const object = { key: "a", bytes, options: {}, seekable: true, chunkBytes: 64 * 1024 };
    const offsets: (number | undefined)[] = [];
    let point: Point | undefined;
    for (let ended = false; !ended; ) {
      const part = await readOn(object, point, true);
      ({ reached: point, ended } = part);
      offsets.push(point.place?.offset);
    }
    const placed = offsets.slice(offsets.findIndex((offset) => offset !== undefined));
    assert.ok(placed.length > 5, `${placed.length} hops`);
    assert.equal(placed.includes(undefined), false);
  });

  it("starts no later than the records that are not loaded, whatever the place says", async () => {
    const object = { key: "a", bytes: Buffer.from(numbered(900, (n) => `${trail(n)}\n`)), options: {}, seekable: true };
    const whole = (await readOn(object, undefined, false)).records;
    const { records } = await readOn(object, { ordinal: 400 }, false);
    assert.deepEqual(records, whole.slice(400));
    const behind = await readOn(object, { ordinal: 5_000 }, false);
    assert.deepEqual(behind.records, []);
  });
});
