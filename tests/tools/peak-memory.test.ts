import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { peakMegabytes } from "../../tools/peak-memory";

const megabyte = 1_000_000;

describe("the peak memory of a process", () => {
  it("keeps what was held and given back", () => {
    const held = Buffer.alloc(200 * megabyte, 1);
    assert.ok(peakMegabytes() > 200 && held.length > 0, `${peakMegabytes()} MB`);
  });

  it("does not count what the process that started it holds", () => {
    const held = Buffer.alloc(500 * megabyte, 1);
    const child = execFileSync(process.execPath, ["--import", "tsx", resolve(__dirname, "peak-memory-in-child.ts")]);
    assert.ok(Number(child.toString()) < 400 && held.length > 0, `${child.toString()} MB`);
  });
});
