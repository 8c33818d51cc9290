// Mocha's spec reporter, closed by the one line that continuous integration reads; run.mjs takes the counts from a file.
const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

/** As much as says what was wrong; of a property also the seed and the smallest input that fails. */
function inOneLine(message) {
  return message.replace(/\s+/g, " ").trim().slice(0, 500);
}

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    // At once: a run that is ended early would not say what failed.
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      console.log(`    failed: ${test.fullTitle()}: ${inOneLine(String(error?.message))}`);
    });
  }

  epilogue() {
    super.epilogue();
    const { passes: passed, failures: failed, pending: skipped } = this.stats;
    if (process.env.SIEM_TEST_COUNTS) {
      const failures = this.failures.map((test) => `${test.fullTitle()}: ${inOneLine(String(test.err?.message))}`);
      writeFileSync(process.env.SIEM_TEST_COUNTS, JSON.stringify({ passed, failed, skipped, failures }));
    } else {
      console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    }
  }
};
