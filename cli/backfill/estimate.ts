import type { Tally } from "./objects";

/** How long loading takes, and what S3 Batch Operations charges. */
export interface Estimate {
  readonly seconds: number;
  /** US dollars of S3 Batch Operations in most regions; Lambda, S3, KMS and OpenSearch cost what they do for new logs. */
  readonly dollars: number;
}

type Amount = Pick<Tally, "objects" | "bytes">;

/** What one loader takes, assumed, not measured: some requests for each object, and its compressed bytes. */
const secondsOfObject = 0.25;
const bytesASecond = 3 * 1024 * 1024;

// https://aws.amazon.com/s3/pricing/ (Management & insights)
const dollarsOfJob = 0.25;
const dollarsOfMillionObjects = 1;

export function estimateJob({ objects, bytes }: Amount, concurrency: number): Estimate {
  return {
    seconds: loadingSeconds({ objects, bytes }, concurrency),
    dollars: dollarsOfJob + (objects / 1_000_000) * dollarsOfMillionObjects,
  };
}

/** Through the queue, at so many objects a second, if the loaders keep up. */
export function estimateDirect({ objects }: Amount, rate: number): Estimate {
  return { seconds: objects / rate, dollars: 0 };
}

function loadingSeconds({ objects, bytes }: Amount, concurrency: number): number {
  return (objects * secondsOfObject + bytes / bytesASecond) / concurrency;
}

const units = [
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
] as const;

/** Such as `2.5 hours`. */
export function duration(seconds: number): string {
  const [unit, length] = units.find(([, each]) => seconds >= 2 * each) ?? ["seconds", 1];
  const value = seconds / length;
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10} ${unit}`;
}

const sizes = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** Such as `1.5 GiB`. */
export function size(bytes: number): string {
  const power = Math.min(sizes.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${value >= 10 || power === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${sizes[power]}`;
}
