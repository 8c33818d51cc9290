/**
 * Compares the loader with the least any loader must do: gunzip, parse, hash and write JSON, without mapping.
 * Both run in turn in one process; the ratio of their medians is what to look at, not the seconds of this machine.
 */
import { createHash } from "node:crypto";
import { normaliseObject } from "../functions/loader/normalise";
import { sources } from "../functions/loader/registry.generated";
import {
  albLog,
  type BenchLog,
  cloudTrailDigests,
  cloudTrailLog,
  configSnapshot,
  securityLakeFile,
  vpcFlowLog,
} from "./logs";

interface Measure {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly bytesOut: number;
}

async function measure(run: () => Promise<number> | number): Promise<Measure> {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const bytesOut = await run();
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: Number(process.hrtime.bigint() - start) / 1e9,
    cpuSeconds: (user + system) / 1e6,
    bytesOut,
  };
}

/** The floor: returns the bytes of the bulk body. */
async function writeWithoutMapping({ body, records }: BenchLog): Promise<number> {
  let bytes = 0;
  for (const record of await records(body)) {
    const document = JSON.stringify(typeof record === "string" ? { message: record } : record);
    const id = createHash("sha256").update(document).digest("base64url");
    bytes += Buffer.byteLength(`{"create":{"_index":"floor","_id":"${id}"}}\n${document}\n`);
  }
  return bytes;
}

/** The loader's way to the bulk body; returns the bytes of the documents. */
async function normalise({ key, body }: BenchLog): Promise<number> {
  const chunks = (async function* () {
    for (let at = 0; at < body.length; at += 65536) yield body.subarray(at, at + 65536);
  })();
  const object = { bucket: "archive", key, lastModified: new Date("2026-01-02T03:10:00Z") };
  let bytes = 0;
  const now = () => new Date("2026-01-02T03:11:00Z");
  for await (const batch of normaliseObject(object, chunks, { sources, now }).batches()) {
    for (const record of batch) {
      if (record.kind === "document") bytes += Buffer.byteLength(JSON.stringify(record.document));
    }
  }
  return bytes;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function row(log: BenchLog): Promise<string> {
  const floor: Measure[] = [];
  const loader: Measure[] = [];
  let peakMegabytes = 0;
  for (let index = 0; index <= log.runs; index++) {
    const loaderRun = await measure(() => normalise(log));
    // Before the floor, which holds the whole log in memory.
    if (index === 0) peakMegabytes = process.resourceUsage().maxRSS / 1024;
    const floorRun = await measure(() => writeWithoutMapping(log));
    // The first pair warms the compiler up.
    if (index > 0) {
      floor.push(floorRun);
      loader.push(loaderRun);
    }
  }
  const seconds = median(loader.map((run) => run.seconds));
  const cpuSeconds = median(loader.map((run) => run.cpuSeconds));
  const floorCpuSeconds = median(floor.map((run) => run.cpuSeconds));
  return [
    log.title.padEnd(12),
    Math.round(log.events / seconds)
      .toLocaleString("en")
      .padStart(12),
    Math.round(log.events / cpuSeconds)
      .toLocaleString("en")
      .padStart(12),
    (log.bytes / 1e6 / seconds).toFixed(1).padStart(8),
    (floorCpuSeconds / cpuSeconds).toFixed(2).padStart(10),
    ((loader[0]?.bytesOut ?? 0) / log.bytes).toFixed(2).padStart(10),
    peakMegabytes.toFixed(0).padStart(10),
  ].join("  ");
}

/** Made one by one: some are large. */
const logs: readonly (() => BenchLog | Promise<BenchLog>)[] = [
  () => cloudTrailLog(20_000),
  () => vpcFlowLog(100_000),
  () => albLog(40_000),
  () => cloudTrailDigests(1_000),
  () => configSnapshot(45_000),
  () => securityLakeFile(50_000),
];

async function bench(): Promise<void> {
  console.log(`Node ${process.version}; ratio = events per CPU second of the loader / of the floor (1.00 = as fast)`);
  console.log(
    "log              events/s      per CPU-s    MB/s  ratio        bytes out/in  peak MB of this process, the floor included",
  );
  for (const make of logs) console.log(await row(await make()));
}

void bench();
