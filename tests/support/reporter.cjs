// Mocha's spec reporter, closed by the one line that continuous integration reads; run.mjs takes the counts from a file.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes: passed, failures: failed, pending: skipped } = this.stats;
    if (process.env.SIEM_TEST_COUNTS) {
      const failures = this.failures.map(
        (test) => `${test.fullTitle()}: ${String(test.err?.message).split("\n", 1)[0]}`,
      );
      writeFileSync(process.env.SIEM_TEST_COUNTS, JSON.stringify({ passed, failed, skipped, failures }));
    } else {
      console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    }
  }
};
