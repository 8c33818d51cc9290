import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const rowsOfGroup = 80_000;
const groups = 5;

describe("reading a large Parquet file", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "siem-parquet-"));
  const file = join(folder, "large.parquet");

  before(async () => {
    const { fileWriter, ParquetWriter } = await import("hyparquet-writer");
    const names = ["a", "b", "c", "d"];
    const writer = new ParquetWriter({
      writer: fileWriter(file),
      schema: [
        { name: "root", num_children: names.length },
        ...names.map((name) => ({ name, type: "BYTE_ARRAY", converted_type: "UTF8" }) as const),
      ],
      codec: "UNCOMPRESSED",
      statistics: false,
    });
    const text = randomBytes(8 * 1024 * 1024).toString("hex");
    for (let group = 0; group < groups; group += 1) {
      const columnData = names.map((name, column) => ({
        name,
        // Values that differ: a dictionary would make the file small.
        data: Array.from({ length: rowsOfGroup }, (_, row) => {
          const at = ((row * 4 + column) * 37 + group) % (text.length - 128);
          return text.slice(at, at + 128);
        }),
      }));
      await writer.write({ columnData, rowGroupSize: rowsOfGroup });
    }
    await writer.finish();
  });
  after(() => rmSync(folder, { recursive: true }));

  it("of 200 MB stays under 500 MB of memory, all of the process included", async () => {
    assert.ok(statSync(file).size > 200e6, `${statSync(file).size} bytes`);
    const script = resolve(__dirname, "parquet-in-child.ts");
    const { stdout } = await run(process.execPath, ["--import", "tsx", script, file]);
    const { rows, peakMegabytes } = JSON.parse(stdout) as { rows: number; peakMegabytes: number };
    assert.equal(rows, rowsOfGroup * groups);
    assert.ok(peakMegabytes < 500, `${peakMegabytes} MB`);
  });
});
