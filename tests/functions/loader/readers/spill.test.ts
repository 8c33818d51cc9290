import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { spill } from "../../../../functions/loader/readers/spill";
import { DependencyError, ObjectError } from "../../../../functions/shared/errors";

const megabyte = 1024 * 1024;

async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n += 1) yield Buffer.alloc(megabyte, n);
}

function temporaryFiles(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("siem-") && name.length === "siem-".length + 36);
}

describe("keeping a stream for reading at any place", () => {
  for (const [where, count] of [
    ["in memory", 3],
    ["in a file without a name", 20],
  ] as const) {
    it(`keeps it ${where}`, async () => {
      const before = temporaryFiles();
      const file = await spill(megabytes(count));
      assert.equal(file.size, count * megabyte);
      assert.deepEqual([...(await file.read(2 * megabyte - 1, 2 * megabyte + 1))], [1, 2]);
      assert.deepEqual([...(await file.read(0, 1))], [0]);
      assert.equal((await file.read(file.size - 1, file.size + 10)).length, 1);
      assert.deepEqual(
        temporaryFiles().filter((name) => !before.includes(name)),
        [],
      );
      await file.close();
    });
  }

  it("refuses what does not fit the function's ephemeral storage", async () => {
    await assert.rejects(spill(megabytes(401)), (error) => {
      assert.ok(error instanceof ObjectError);
      assert.match(error.message, /more than 419430400 bytes does not fit the function's ephemeral storage/);
      return true;
    });
  });

  it("passes on errors of the stream as they are", async () => {
    const reset = new DependencyError("connection reset");
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* megabytes(20);
      throw reset;
    }
    await assert.rejects(spill(broken()), reset);
  });
});
