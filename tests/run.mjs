// Everything that proves the project, in order; closes with `N passed, N failed, N skipped`.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const countsFile = join(root, ".siem", "test-counts.json");
mkdirSync(join(root, ".siem"), { recursive: true });
rmSync(countsFile, { force: true });

function run(title, command, args) {
  console.log(`\n== ${title}`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, SIEM_TEST_COUNTS: countsFile },
  });
  if (error) console.error(String(error));
  return { title, passed: status === 0 };
}

const tests = "Tests";
const coverage = ["--temp-directory", "coverage/tmp"];
const results = [
  run("Types, lint, format, generated files, dead code", "npm", ["run", "--silent", "check"]),
  // Before the tests, because the first time it takes minutes, longer than a test may take.
  run("What the local stage needs", "npx", ["siem", "install"]),
  run(tests, "npx", ["c8", ...coverage, "--reporter", "none", "mocha", "--spec", "tests/**/*.test.ts"]),
  run("Coverage of components and functions (at least 90 % of lines)", "npx", [
    "c8",
    "report",
    ...coverage,
    "--check-coverage",
    "--lines",
    "90",
  ]),
];

let counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
try {
  counts = JSON.parse(readFileSync(countsFile, "utf8"));
} catch {
  console.error("The tests did not run to their end.");
}
// A check that fails counts as a failed test, so that the closing line never says less than the exit code.
const failedSteps = results.filter(({ title, passed }) => !passed && !(title === tests && counts.failed > 0));
const failures = [...counts.failures, ...failedSteps.map(({ title }) => title)];
console.log("");
for (const failure of failures) console.log(`FAILED: ${failure}`);
const failed = counts.failed + failedSteps.length;
console.log(`${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`);
process.exit(failed === 0 && counts.passed > 0 ? 0 : 1);
