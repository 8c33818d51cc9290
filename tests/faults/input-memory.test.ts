import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

interface Loaded {
  readonly received: number;
  readonly pipelineErrors: number;
  readonly documentBytes: number;
  readonly peakMegabytes: number;
}

async function load(kind: string, megabytes: number): Promise<Loaded> {
  const script = resolve(__dirname, "input-memory-in-child.ts");
  const run = await promisify(execFile)(process.execPath, ["--import", "tsx", script, kind, String(megabytes)]);
  return JSON.parse(run.stdout) as Loaded;
}

describe("faults of size", function () {
  this.timeout(300_000);

  it("row 8: an object of four times the size takes the same memory, less than 300 MB", async () => {
    const [small, large] = [await load("lines", 40), await load("lines", 160)];
    assert.ok(large.received > 3.9 * small.received && large.pipelineErrors === 0, JSON.stringify(large));
    assert.ok(large.peakMegabytes < 300, `${large.peakMegabytes} MB`);
    assert.ok(large.peakMegabytes < small.peakMegabytes + 80, `${small.peakMegabytes}, then ${large.peakMegabytes} MB`);
  });

  it("row 31: a line of 100 MiB without an end takes no more memory than a small object", async () => {
    const { received, documentBytes, peakMegabytes } = await load("one-line", 100);
    assert.deepEqual(received, 1);
    assert.ok(documentBytes < 2 * 1024 ** 2, `${documentBytes} bytes`);
    assert.ok(peakMegabytes < 300, `${peakMegabytes} MB`);
  });
});
