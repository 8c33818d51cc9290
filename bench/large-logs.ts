import { gunzipSync, gzipSync } from "node:zlib";
import { albLog, type BenchLog, cloudTrailLog, vpcFlowLog } from "./logs";

/** A log object of any size, made while it is read, so that it takes no memory of its own. */
export interface LargeLog {
  readonly key: string;
  readonly events: number;
  /** When decompressed. */
  readonly bytes: number;
  /** Gzipped. */
  readonly body: () => AsyncIterable<Uint8Array>;
}

/** The same records over and over, between a beginning and an end: gzip members may follow each other. */
function repeated(
  { key, events }: BenchLog,
  parts: { start: string; block: string; end: string },
  size: number,
): LargeLog {
  const block = Buffer.from(parts.block);
  const times = Math.max(1, Math.round(size / block.length));
  const [start, middle, end] = [parts.start, block, parts.end].map((part) => gzipSync(part, { level: 1 }));
  return {
    key,
    events: events * times,
    bytes: parts.start.length + block.length * times + parts.end.length,
    async *body() {
      if (start === undefined || middle === undefined || end === undefined) return;
      yield start;
      for (let time = 0; time < times; time += 1) {
        for (let at = 0; at < middle.length; at += 65_536) yield middle.subarray(at, at + 65_536);
      }
      yield end;
    },
  };
}

function textOf({ body }: BenchLog): string {
  return gunzipSync(body).toString();
}

/** `{"Records":[` of a CloudTrail file taken off, and what closes it: a comma is between the blocks. */
function recordsOf(log: BenchLog): string {
  const text = textOf(log);
  return `${text.slice(text.indexOf("[") + 1, text.lastIndexOf("]"))},`;
}

const lastRecord = JSON.stringify({
  eventVersion: "1.11",
  eventTime: "2026-01-02T03:00:00Z",
  eventSource: "ec2.amazonaws.com",
  eventName: "End",
});

/** Made of blocks of about a megabyte, by the name of their rows. */
export const largeLogs: Readonly<Record<string, (size: number) => LargeLog>> = {
  "CloudTrail Records": (size) => {
    const log = cloudTrailLog(800);
    return repeated(log, { start: '{"Records":[', block: recordsOf(log), end: `${lastRecord}]}` }, size);
  },
  "one JSON array": (size) => {
    const log = cloudTrailLog(800);
    return repeated(log, { start: "[", block: recordsOf(log), end: `${lastRecord}]` }, size);
  },
  "VPC flow": (size) => {
    const log = vpcFlowLog(8_000);
    const text = textOf(log);
    const header = text.indexOf("\n") + 1;
    return repeated(log, { start: text.slice(0, header), block: text.slice(header), end: "" }, size);
  },
  ALB: (size) => {
    const log = albLog(2_000);
    return repeated(log, { start: "", block: textOf(log), end: "" }, size);
  },
};
