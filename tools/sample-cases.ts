import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normaliseObject } from "../functions/loader/normalise";
import type { LogSource } from "../functions/loader/source";

/** One `<case>.input.<ext>` of a log source and the `<case>.expected.json` beside it. */
export interface SampleCase {
  readonly source: string;
  readonly name: string;
  readonly inputPath: string;
  readonly expectedPath: string;
}

export interface SampleConfiguration {
  /** The id of the source, for objects that neither key nor content tells. */
  readonly source?: string | undefined;
  /** IANA name of the zone of times without one. */
  readonly timeZone?: string | undefined;
}

/** What a sample object becomes. */
export interface SampleResult {
  /** The S3 key that the object is delivered under. */
  readonly key: string;
  /** What the stack's configuration says about such objects, where a case is about that. */
  readonly configured?: SampleConfiguration | undefined;
  readonly received: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** In the order of the object, as they would be indexed. */
  readonly documents: readonly Readonly<Record<string, unknown>>[];
}

/** All samples, sorted by source and name. */
export function sampleCases(root: string): SampleCase[] {
  const sourcesFolder = join(root, "sources");
  return readdirSync(sourcesFolder)
    .sort()
    .flatMap((source) => sourceCases(source, join(sourcesFolder, source)));
}

/** The samples in a source's folder, sorted by name. */
export function sourceCases(source: string, sourceFolder: string): SampleCase[] {
  const folder = join(sourceFolder, "samples");
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return files.flatMap((file) => {
    const name = /^(.+)\.input\.[a-z0-9.]+$/.exec(file)?.[1];
    if (name === undefined) return [];
    return [{ source, name, inputPath: join(folder, file), expectedPath: join(folder, `${name}.expected.json`) }];
  });
}

/** The expected file as it is: a new sample's may hold nothing but the key. */
export function readExpected({
  source,
  name,
  inputPath,
  expectedPath,
}: SampleCase): Partial<SampleResult> & { readonly key: string } {
  const expected: unknown = existsSync(expectedPath) ? JSON.parse(readFileSync(expectedPath, "utf8")) : undefined;
  if (typeof expected !== "object" || expected === null || !("key" in expected) || typeof expected.key !== "string") {
    throw new Error(
      `${source}/${name}: ${expectedPath} has no key. Create it with { "key": "<the S3 key that ${inputPath} is delivered under>" } and run \`npm run samples -- --write ${source}\`.`,
    );
  }
  return { ...expected, key: expected.key };
}

/** Runs a sample through the loader's core, with the clock stopped, as an object of the bucket `archive`. */
export async function runSample(
  { inputPath }: SampleCase,
  { key, configured }: Pick<SampleResult, "key" | "configured">,
  sources: readonly LogSource[],
): Promise<SampleResult> {
  const object = { bucket: "archive", key, lastModified: new Date("2026-01-02T03:00:00.000Z") };
  const records = normaliseObject(object, chunks(readFileSync(inputPath)), {
    ...configured,
    sources,
    now: () => new Date("2026-01-02T03:04:05.000Z"),
  });
  const documents: Readonly<Record<string, unknown>>[] = [];
  for await (const record of records) {
    // Through JSON, as it would be indexed: that leaves out what is undefined.
    if (record.kind === "document") documents.push(JSON.parse(JSON.stringify(record.document)));
  }
  const { received, dropped } = records.summary;
  return { key, ...(configured === undefined ? {} : { configured }), received, dropped: { ...dropped }, documents };
}

/** Small pieces, so that records cross their borders. */
async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 1_000) yield bytes.subarray(start, start + 1_000);
}
