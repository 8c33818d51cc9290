import { statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import pc from "picocolors";
import { loadSourceModules } from "../components/lambda/source-modules";
import { sources as builtInSources } from "../functions/loader/registry.generated";
import type { LogSource } from "../functions/loader/source";
import { mergeSources } from "../functions/loader/source-modules";
import { ConfigurationError } from "../functions/shared/errors";
import { counted } from "../functions/shared/text/counted";
import { documentFaults } from "../tools/document-faults";
import { readExpected, runSample, type SampleCase, type SampleResult, sourceCases } from "../tools/sample-cases";
import { printable } from "./text-table";

export interface TestSourceOptions {
  /** Write what the samples become instead of comparing it. */
  readonly write?: boolean;
}

/**
 * Runs the samples of log sources, each with all sources there are, and checks that the documents keep to ECS and to
 * the source's fields.
 * @param paths folders with an `index.ts` and `samples/`, or modules with `samples/` beside them.
 * @returns 0, or 1 if a sample differs or a document is wrong.
 */
export async function testSources(paths: readonly string[], { write = false }: TestSourceOptions): Promise<number> {
  let faults = 0;
  for (const path of paths) {
    const modulePath = moduleOf(resolve(path));
    const [source] = loadSourceModules([modulePath]);
    if (source === undefined) continue;
    const cases = sourceCases(source.id, dirname(modulePath));
    if (cases.length === 0) {
      throw new ConfigurationError(
        `no samples in ${join(dirname(modulePath), "samples")}: a sample is <case>.input.<ext>`,
      );
    }
    for (const sample of cases) faults += await testSample(sample, source, write);
  }
  return faults === 0 ? 0 : 1;
}

function moduleOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new ConfigurationError(`there is no ${path}`);
  return stats.isDirectory() ? join(path, "index.ts") : path;
}

async function testSample(sample: SampleCase, source: LogSource, write: boolean): Promise<number> {
  const expected = readExpected(sample);
  const actual = await runSample(sample, expected, mergeSources(builtInSources, [source]));
  const same = isDeepStrictEqual(actual, expected);
  const faults = actual.documents.flatMap((document, index) =>
    documentFaults(document, source).map((fault) => `document ${index + 1}: ${fault}`),
  );
  if (!same && write) writeFileSync(sample.expectedPath, `${JSON.stringify(actual, undefined, 2)}\n`);
  const state = same ? pc.green("as expected") : write ? "written: read it before you commit it" : pc.red("different");
  console.log(
    `${printable(`${source.id}/${sample.name}`)}: ${state} (${actual.documents.length} of ${counted(actual.received, "record")})`,
  );
  if (!same && !write) for (const line of differences(expected, actual)) console.log(`  ${printable(line)}`);
  for (const fault of faults) console.log(pc.red(`  ${printable(fault)}`));
  return faults.length + (same || write ? 0 : 1);
}

/** The first places at which two results differ. */
function differences(expected: Partial<SampleResult>, actual: SampleResult): string[] {
  const found: string[] = [];
  const compare = (before: unknown, after: unknown, place: string): void => {
    if (isDeepStrictEqual(before, after) || found.length === 10) return;
    if (isContainer(before) && isContainer(after)) {
      for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
        compare(before[name], after[name], place === "" ? name : `${place}.${name}`);
      }
    } else {
      found.push(`${place}: expected ${JSON.stringify(before)}, but it is ${JSON.stringify(after)}`);
    }
  };
  compare(expected, actual, "");
  return found;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
