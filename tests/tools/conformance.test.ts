import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { independentCount } from "../../tools/independent-count";

const root = resolve(__dirname, "../..");

describe("the independent count of a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-count-"));
  after(() => rmSync(folder, { recursive: true }));
  const summary = {
    outcome: "read",
    received: 0,
    documents: 0,
    pipelineErrors: 0,
    dropped: {},
    trials: {},
    limitsReached: {},
    headers: 0,
  } as const;
  for (const [what, content, source, count] of [
    ["the records of a document", '{"Records": [{"a": 1}, {"a": 2}]}', "aws-cloudtrail", 2],
    ["an array", "[1, 2, 3]", "aws-cloudtrail", 3],
    ["values of lines", '{"a": 1}\n\n{"Records": [1, 2]}\n', "aws-cloudtrail", 3],
    ["lines", "a b\r\n\nc d", "aws-vpc-flow", 2],
    ["nothing where a record may have several lines", "a\nb\n", "aws-rds-postgresql", undefined],
    ["nothing of broken JSON", '{"a": \n', "aws-waf", undefined],
  ] as const) {
    it(`is ${what}`, () => {
      const file = join(folder, "file");
      writeFileSync(file, content);
      assert.equal(independentCount(file, { ...summary, source }), count);
    });
  }
});

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
    // files, records, documents, pipeline errors, dropped, headers, unrecognised, unreadable, incomplete, outside schema, unaccounted
    assert.equal(counts("resolver"), "1 3 3 1 0 0 0 0 0 0 0");
    assert.equal(counts("other"), "2 1 1 0 0 0 1 1 0 0 0");
    assert.match(stdout, /resolver\/a\.log: record 2: .+/);
    assert.match(stdout, /other\/c\.gz: unreadable: .*gzip/);
  });
});
