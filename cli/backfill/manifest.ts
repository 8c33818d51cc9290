import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import type { StoredObject } from "./objects";

/**
 * A manifest of S3 Batch Operations: a line `bucket,key` for each object, the key percent-encoded.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html#specify-batchjob-manifest
 */
export function manifestLine(bucket: string, key: string): string {
  return `${bucket},${encodeURIComponent(key)}\n`;
}

/** Writes a manifest to a file: there may be more objects than fit into memory. */
export async function writeManifest(path: string, bucket: string, objects: AsyncIterable<StoredObject>): Promise<void> {
  const file = createWriteStream(path);
  for await (const { key } of objects) {
    if (!file.write(manifestLine(bucket, key))) await once(file, "drain");
  }
  file.end();
  await finished(file);
}

/** The keys of such a file. */
export async function* manifestKeys(path: string): AsyncGenerator<string, void, undefined> {
  for await (const line of createInterface({ input: createReadStream(path, "utf8") })) {
    yield decodeURIComponent(line.slice(line.indexOf(",") + 1));
  }
}
