import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

describe("make conformance", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-conformance-"));
  after(() => rmSync(folder, { recursive: true }));

  it("counts what becomes of each log type's records, and says why records could not be mapped", () => {
    mkdirSync(join(folder, "resolver"));
    mkdirSync(join(folder, "other"));
    const query = {
      query_name: "a.example.com.",
      query_timestamp: "2026-01-02T03:04:05Z",
      vpc_id: "vpc-1",
      query_type: "A",
    };
    writeFileSync(join(folder, "resolver/a.log"), `${JSON.stringify(query)}\n${JSON.stringify(query)}\n{"broken\n`);
    writeFileSync(join(folder, "other/b.txt"), "hello\n");
    writeFileSync(join(folder, "other/c.gz"), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]));
    const args = ["--import", "tsx", "tools/conformance.ts", folder, "--details"];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    assert.equal(status, 0, stdout);
    const counts = (type: string): string =>
      (new RegExp(`^${type}\\s+(.*)$`, "m").exec(stdout)?.[1] ?? "").replaceAll(/\s+/g, " ");
    // files, records, documents, pipeline errors, dropped, unrecognised, unreadable, incomplete, outside schema, unaccounted
    assert.equal(counts("resolver"), "1 3 3 1 0 0 0 0 0 0");
    assert.equal(counts("other"), "2 1 1 0 0 1 1 0 0 0");
    assert.match(stdout, /resolver\/a\.log: record 2: .+/);
    assert.match(stdout, /other\/c\.gz: unreadable: .*gzip/);
  });
});
