/** Reads the Parquet file of its argument as the loader does; says how many rows it has and how much memory it took. */
import { createReadStream } from "node:fs";
import { normaliseObject } from "../../../../functions/loader/normalise";
import { peakMegabytes } from "../../../../tools/peak-memory";
import { lineSource } from "../support";

async function main([file = ""]: readonly string[]): Promise<void> {
  const source = {
    ...lineSource,
    recognises: () => true,
    open: () => () => ({ kind: "event", document: {} }) as const,
  };
  const object = { bucket: "archive", key: "a.parquet" };
  const normalised = normaliseObject(object, createReadStream(file), { sources: [source], now: () => new Date() });
  let rows = 0;
  for await (const batch of normalised.batches()) rows += batch.length;
  console.log(JSON.stringify({ rows, peakMegabytes: peakMegabytes() }));
}

void main(process.argv.slice(2));
