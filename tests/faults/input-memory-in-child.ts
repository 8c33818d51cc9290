/** Loads an object of so many MiB of the kind of its argument as the loader does; says what came of it and what memory it took. */
import { once } from "node:events";
import { createGzip } from "node:zlib";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import { peakMegabytes } from "../../tools/peak-memory";
import { albKey, albLine } from "./input-loader";

const mebibyte = 1024 ** 2;

/** Lines of about a kibibyte that do not compress to almost nothing. */
function* lines(size: number): Generator<string> {
  let chunk = "";
  for (let number = 0, written = 0; written < size; number += 1) {
    const noise = (number * 2_654_435_761) >>> 0;
    const line = albLine(number, `/${noise.toString(36)}/${"item/".repeat(noise % 120)}`);
    written += line.length;
    chunk += line;
    if (chunk.length < 256 * 1024) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

const contents: Readonly<Record<string, (size: number) => Iterable<string>>> = {
  lines,
  "one-line": function* (size) {
    for (let written = 0; written < size; written += mebibyte) yield "x".repeat(mebibyte);
  },
};

async function* gzipped(chunks: Iterable<string>): AsyncGenerator<Uint8Array> {
  const gzip = createGzip({ level: 1 });
  const fed = (async () => {
    for (const chunk of chunks) if (!gzip.write(chunk)) await once(gzip, "drain");
    gzip.end();
  })();
  for await (const chunk of gzip) yield chunk as Uint8Array;
  await fed;
}

async function main([kind = "", megabytes = ""]: readonly string[]): Promise<void> {
  const body = gzipped(contents[kind]?.(Number(megabytes) * mebibyte) ?? []);
  const object = { bucket: "archive", key: kind === "lines" ? albKey : "any/key" };
  const normalised = normaliseObject(object, body, { sources, now: () => new Date() });
  let documentBytes = 0;
  for await (const batch of normalised.batches()) {
    for (const record of batch) if (record.kind === "document") documentBytes += JSON.stringify(record.document).length;
  }
  const { received, pipelineErrors } = normalised.summary;
  console.log(JSON.stringify({ received, pipelineErrors, documentBytes, peakMegabytes: peakMegabytes() }));
}

void main(process.argv.slice(2));
