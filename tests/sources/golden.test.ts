import assert from "node:assert/strict";
import { resolve } from "node:path";
import { sources } from "../../functions/loader/registry.generated";
import { readExpected, runSample, sampleCases } from "../../tools/sample-cases";

const cases = sampleCases(resolve(__dirname, "../.."));

for (const { id } of sources) {
  describe(`${id} samples`, () => {
    for (const sample of cases.filter(({ source }) => source === id)) {
      it(sample.name.replaceAll("-", " "), async () => {
        const expected = readExpected(sample);
        assert.deepEqual(await runSample(sample, expected, sources), expected);
      });
    }
  });
}
