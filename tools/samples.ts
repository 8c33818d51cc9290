import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { sources } from "../functions/loader/registry.generated";
import { counted } from "../functions/shared/text/counted";
import { filesOfSources, generate } from "./generate";
import { readExpected, runSample, sampleCases } from "./sample-cases";

/** `npm run samples -- [--write] [source ...]` compares each sample with what is expected of it, or writes that. */
async function main(): Promise<void> {
  const wantedSources = process.argv.slice(2).filter((argument) => argument !== "--write");
  const write = process.argv.includes("--write");
  const cases = sampleCases(resolve(__dirname, "..")).filter(
    ({ source }) => wantedSources.length === 0 || wantedSources.includes(source),
  );
  if (cases.length === 0) throw new Error(`No samples of ${wantedSources.join(", ") || "any source"}.`);

  let differences = 0;
  for (const sample of cases) {
    const expected = readExpected(sample);
    const actual = await runSample(sample, expected, sources);
    const same = isDeepStrictEqual(actual, expected);
    if (!same && write) writeFileSync(sample.expectedPath, `${JSON.stringify(actual, undefined, 2)}\n`);
    if (!same && !write) differences += 1;
    const state = same ? "as expected" : write ? "written: read it before you commit it" : "DIFFERENT";
    console.log(
      `${sample.source}/${sample.name}: ${state} (${actual.documents.length} of ${counted(actual.received, "record")})`,
    );
  }
  // The reference shows the samples.
  if (write)
    for (const path of await generate(resolve(__dirname, ".."), { files: filesOfSources }))
      console.log(`wrote ${path}`);
  if (differences > 0) {
    console.error(
      `${counted(differences, "sample differs", "samples differ")}. \`npm run samples -- --write\` takes the results; \`git diff\` shows them.`,
    );
    process.exitCode = 1;
  }
}

void main();
