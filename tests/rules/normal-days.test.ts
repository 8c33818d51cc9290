import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Score, scoreRules } from "../../cli/rules/score";
import { generateNormalDay } from "../../local/demo/generator";

/** The rules of this product over days in which nothing is wrong, as `siem rules score` counts. */
describe("the rules on normal days", function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-normal-"));
    for (const day of ["2026-01-09", "2026-01-10"]) {
      for (const { bucket, key, body } of generateNormalDay({ events: 8_000, seed: 5, day })) {
        const path = join(folder, "normal", bucket, key);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, body);
      }
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("wake nobody, and raise a few alerts a day to be looked at", async () => {
    const lines: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = (text: string) => {
      lines.push(text);
      return true;
    };
    try {
      assert.equal(await scoreRules(folder, { level: "medium", format: "json" }), 0);
    } finally {
      process.stdout.write = write;
    }
    const { normal } = JSON.parse(lines.join("")) as Score;
    assert.deepEqual([normal.records, normal.records_waking, normal.alerts], [16_000, 0, 0]);
    assert.ok(normal.quiet_alerts > 0 && normal.quiet_alerts <= 10, `${normal.quiet_alerts} quiet alerts`);
  });

  it("are days of the same organisation, and no two of them are the same", () => {
    const of = (day: string) =>
      generateNormalDay({ events: 2_000, seed: 5, day }).map(({ key, body }) => key + body.toString("hex"));
    assert.deepEqual(of("2026-01-09"), of("2026-01-09"));
    const [one, other] = [of("2026-01-09"), new Set(of("2026-01-10"))];
    assert.ok(
      one.every((object) => !other.has(object)),
      "an object is in both days",
    );
  });
});
