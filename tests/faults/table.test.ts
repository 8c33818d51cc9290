import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

interface Row {
  readonly number: number;
  readonly outcome: string;
  readonly tests: string;
}

const rows: readonly Row[] = readFileSync(join(root, "docs/faults.md"), "utf8")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => /^\d+$/.test(cells[1] ?? ""))
  .map((cells) => ({ number: Number(cells[1]), outcome: cells[3] ?? "", tests: cells[4] ?? "" }));

/** The tests of a row in a file: from the name of each to the next one's. */
function testsOfRow(path: string, number: number): string {
  const text = readFileSync(join(root, path), "utf8");
  return text
    .split(`row ${number}: `)
    .slice(1)
    .map((rest) => rest.split(/\bit\(/)[0])
    .join("");
}

describe("the table of faults", () => {
  it("has the rows 1 to 45, each once", () => {
    assert.deepEqual(
      rows.map(({ number }) => number),
      Array.from({ length: 45 }, (_, n) => n + 1),
    );
  });

  for (const { number, outcome, tests } of rows) {
    it(`names a test for row ${number} that is there, and says what happens`, () => {
      assert.notEqual(outcome, "");
      const named = [...tests.matchAll(/`(tests\/[^`]+\.test\.ts)`(?:: ([^`]+?))?(?=, `|$)/g)];
      assert.ok(named.length > 0, `no test is named in ${JSON.stringify(tests)}`);
      for (const [, path = "", title = `row ${number}: `] of named) {
        assert.ok(existsSync(join(root, path)), path);
        assert.ok(readFileSync(join(root, path), "utf8").includes(title), `${path} has no test "${title}"`);
      }
    });

    if (!/\balarm\b/.test(outcome)) continue;
    it(`promises an alarm in row ${number}, and a test looks whether the deployed one goes off`, () => {
      const files = [...tests.matchAll(/`(tests\/faults\/[^`]+\.test\.ts)`/g)].map(([, path = ""]) => path);
      assert.ok(
        files.some((path) => testsOfRow(path, number).includes("alarmTime(")),
        files.join(", "),
      );
    });
  }
});
