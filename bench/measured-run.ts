/**
 * One measurement in a process of its own, so that its memory is its own: `measured-run.js JOB` prints a `Measure` in
 * JSON. A job is what to run (`loader`, `floor`), over which log, how often.
 */
import { createReadStream, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { ObjectAccount } from "../functions/loader/account";
import { OpenSearchIndex } from "../functions/loader/adapters/search-index";
import { BulkWriter } from "../functions/loader/bulk";
import { type RecordDetector, recordDetector } from "../functions/loader/detection";
import { loadObject } from "../functions/loader/load-object";
import type { BulkReply, SearchIndex } from "../functions/loader/ports";
import { sources } from "../functions/loader/registry.generated";
import { peakMegabytes } from "../tools/peak-memory";
import { correlationBench } from "./correlations";
import { benchDetectionRules } from "./detection-rules";
import { type Written, writeWithoutMapping } from "./floor";
import { largeLogs } from "./large-logs";
import { benchRows } from "./logs";

export type Job =
  /** Of a row of `logs.ts`, whose body lies in a file: run once to warm up, then so many times. */
  | {
      readonly run: "loader" | "floor";
      readonly title: string;
      readonly key: string;
      readonly file: string;
      readonly times: number;
      /** Of the loader: with so many detection rules. */
      readonly rules?: number;
    }
  /** Only parses the JSON of a row's events and asks so many detection rules. */
  | { readonly run: "rules"; readonly file: string; readonly times: number; readonly rules: number }
  /** Correlates so many signals in memory, once. */
  | { readonly run: "correlations"; readonly signals: number }
  /** Of a row of `logs.ts`, once, into a domain of the given URL. */
  | { readonly run: "domain"; readonly key: string; readonly file: string; readonly url: string }
  /** Of a row of `large-logs.ts`, of about so many bytes: run once. */
  | { readonly run: "large"; readonly title: string; readonly size: number };

/** Of the fastest of the runs; memory, of all of them. */
export interface Measure {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly events: number;
  /** Bytes of the documents in JSON. */
  readonly documentBytes: number;
  readonly peakMegabytes: number;
}

/** Takes all documents at once and counts them: the network and OpenSearch are not what is measured. */
class CountingIndex implements SearchIndex {
  events = 0;
  documentBytes = 0;

  bulk(lines: string | Buffer): Promise<BulkReply> {
    const bytes = typeof lines === "string" ? Buffer.from(lines) : lines;
    let items = 0;
    // Lines alternate: what to do, and the document.
    for (let at = 0; at < bytes.length; items += 1) {
      const document = bytes.indexOf(0x0a, at) + 1;
      at = bytes.indexOf(0x0a, document) + 1;
      this.documentBytes += at - 1 - document;
    }
    this.events += items;
    return Promise.resolve({ kind: "items", items: Array.from({ length: items }, () => ({ status: 201 })) });
  }
}

/** Asks this many rules, compiled once for all runs of a process. */
function detectionOf(rules: number): RecordDetector | undefined {
  if (rules === 0) return undefined;
  detectors[rules] ??= recordDetector({ rules: benchDetectionRules(rules), filters: [] }, sources);
  return detectors[rules];
}
const detectors: Record<number, RecordDetector> = {};

async function load(
  key: string,
  body: AsyncIterable<Uint8Array>,
  search: SearchIndex,
  detect?: RecordDetector,
): Promise<number> {
  const clock = { now: () => new Date(), sleep: () => Promise.resolve(), random: () => 0.5 };
  const writer = new BulkWriter({ search, clock, deadline: Number.POSITIVE_INFINITY });
  const account = new ObjectAccount({ bucket: "archive", key });
  const store = { open: () => Promise.resolve({ body, lastModified: new Date("2026-01-02T03:10:00Z") }) };
  const putAside = () => Promise.reject(new Error("nothing is put aside here"));
  const aside = { bucket: "archive", write: putAside, update: putAside };
  const normalise = { sources, now: clock.now, detect };
  await loadObject(account, { store, aside, writer, clock, readUntil: Number.POSITIVE_INFINITY, normalise });
  await writer.flush();
  if (account.failure !== undefined) throw account.failure;
  if (account.pipelineErrors > 0) throw new Error(`${account.pipelineErrors} records could not be mapped`);
  if (account.rejected > 0) throw new Error(`${account.rejected} documents were refused`);
  return account.indexed;
}

async function loadAndCount(key: string, body: AsyncIterable<Uint8Array>, detect?: RecordDetector): Promise<Written> {
  const search = new CountingIndex();
  await load(key, body, search, detect);
  return search;
}

/** Lines of JSON, each parsed and asked. */
function askRules(lines: readonly string[], detect: RecordDetector): Written {
  let matches = 0;
  for (const line of lines) {
    matches += detect({ record: JSON.parse(line) as unknown, document: {}, source: "aws-cloudtrail" }).length;
  }
  if (matches === 0) throw new Error("no rule matches: that is not what is measured");
  return { events: lines.length, documentBytes: 0 };
}

async function loadIntoDomain(key: string, body: AsyncIterable<Uint8Array>, endpoint: string): Promise<Written> {
  const credentials = () => Promise.resolve({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" });
  const search = new OpenSearchIndex({ endpoint, region: "eu-west-1", credentials });
  return { events: await load(key, body, search), documentBytes: 0 };
}

function workOf(job: Job): () => Promise<Written> {
  switch (job.run) {
    case "loader":
      return () => loadAndCount(job.key, createReadStream(job.file), detectionOf(job.rules ?? 0));
    case "rules": {
      const detect = detectionOf(job.rules);
      const { Records: records } = JSON.parse(gunzipSync(readFileSync(job.file)).toString()) as { Records: unknown[] };
      const lines = records.map((record) => JSON.stringify(record));
      if (detect === undefined) throw new Error("there are no rules to ask");
      return () => Promise.resolve(askRules(lines, detect));
    }
    case "correlations": {
      const bench = correlationBench(job.signals);
      return async () => {
        if ((await bench.run()) === 0) throw new Error("no correlation holds: that is not what is measured");
        return { events: bench.signals, documentBytes: 0 };
      };
    }
    case "domain":
      return () => loadIntoDomain(job.key, createReadStream(job.file), job.url);
    case "floor": {
      const row = benchRows[job.title];
      if (row === undefined) throw new Error(`there is no row ${job.title}`);
      return () => writeWithoutMapping(row.divide, readFileSync(job.file));
    }
    case "large": {
      const log = largeLogs[job.title]?.(job.size);
      if (log === undefined) throw new Error(`there is no large log ${job.title}`);
      return () => loadAndCount(log.key, log.body());
    }
  }
}

async function measure(work: () => Promise<Written>): Promise<Omit<Measure, "peakMegabytes">> {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const { events, documentBytes } = await work();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6, events, documentBytes };
}

async function run(job: Job): Promise<Measure> {
  const work = workOf(job);
  let best = await measure(work);
  if (job.run === "loader" || job.run === "floor" || job.run === "rules") {
    // That one warmed the compiler up.
    best = await measure(work);
    for (let time = 1; time < job.times; time += 1) {
      const next = await measure(work);
      if (next.cpuSeconds < best.cpuSeconds) best = next;
    }
  }
  return { ...best, peakMegabytes: peakMegabytes() };
}

void run(JSON.parse(process.argv[2] ?? "") as Job).then((result) => console.log(JSON.stringify(result)));
