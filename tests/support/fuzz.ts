import fc from "fast-check";

/** The same inputs in each run, so that the same tree always gives the same result; `make fuzz` tries others. */
const fuzzSeed = Number(process.env["FUZZ_SEED"] ?? 1);
const factor = Number(process.env["FUZZ_FACTOR"] ?? 1);

/** What a property that is tried `numRuns` times in `make test` gives to `fc.assert`. */
export function runs(numRuns: number) {
  return { numRuns: numRuns * factor };
}

// Of every property; loaded before the first test.
fc.configureGlobal({ seed: fuzzSeed, ...runs(100) });
