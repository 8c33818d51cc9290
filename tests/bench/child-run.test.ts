import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "../../bench/child-run";

describe("a measurement in a process of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-child-run-"));
  after(() => rmSync(folder, { recursive: true }));

  function run(code: string): string {
    const path = join(folder, "script.js");
    writeFileSync(path, code);
    return runNode("large, CloudTrail, 1024.0 MiB", path, "7");
  }

  it("gives what it writes", () => {
    assert.equal(run("console.log(process.argv[2])"), "7\n");
  });

  for (const [how, code, message] of [
    [
      "is killed",
      'process.kill(process.pid, "SIGKILL")',
      "large, CloudTrail, 1024.0 MiB: ended by SIGKILL; this machine may have too little free memory; it wrote nothing to stderr",
    ],
    [
      "ends with a code",
      'console.error("no row"); process.exit(3)',
      "large, CloudTrail, 1024.0 MiB: exit code 3; it wrote to stderr:\nno row",
    ],
  ] as const) {
    it(`says what it was and how it ended when it ${how}`, () => {
      assert.throws(() => run(code), { message: `a measurement failed: ${message}` });
    });
  }
});
