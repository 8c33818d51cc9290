import fc from "fast-check";

/** The same inputs in each run, so that the same tree always gives the same result; `make fuzz` tries others. */
const fuzzSeed = Number(process.env["FUZZ_SEED"] ?? 1);
const factor = Number(process.env["FUZZ_FACTOR"] ?? 1);

/** What a property that is tried `numRuns` times in `make test` gives to `fc.assert`. */
export function runs(numRuns: number) {
  return { numRuns: numRuns * factor };
}

/** As long as it takes, where more is tried than in `make test`. */
export const mochaHooks = {
  beforeEach(this: Mocha.Context): void {
    if (factor > 1) this.currentTest?.timeout(0);
  },
};

// Of every property; loaded before the first test.
fc.configureGlobal({ seed: fuzzSeed, ...runs(100) });
