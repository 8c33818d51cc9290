import { succeeded } from "./compromise";
import { read, readText } from "./read";
import type { Found } from "./search";

/** What was read from one bucket. */
export interface TakenData {
  readonly bucket: string;
  readonly objects: number;
  /** As CloudTrail's data events say. */
  readonly bytes: number;
}

/** Objects that the calls read from S3, by bucket. */
export function takenData(calls: readonly Found[]): TakenData[] {
  const buckets = new Map<string, { keys: Set<string>; bytes: number }>();
  for (const call of calls) {
    const bucket = readText(call, "aws.cloudtrail.request_parameters.bucketName");
    if (bucket === undefined || readText(call, "event.action") !== "GetObject" || !succeeded(call)) {
      continue;
    }
    const taken = buckets.get(bucket) ?? { keys: new Set(), bytes: 0 };
    taken.keys.add(readText(call, "aws.cloudtrail.request_parameters.key") ?? call.id);
    taken.bytes += Number(read(call.document, "aws.cloudtrail.additional_event_data.bytesTransferredOut") ?? 0);
    buckets.set(bucket, taken);
  }
  return [...buckets].map(([bucket, { keys, bytes }]) => ({ bucket, objects: keys.size, bytes }));
}
