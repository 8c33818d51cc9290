import assert from "node:assert/strict";
import { assertGrowsLinearly } from "./growth";

/** Works for so many milliseconds, on any machine. */
function work(milliseconds: number): void {
  const start = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(start);
    if (user + system >= milliseconds * 1_000) return;
  }
}

describe("growth", function () {
  this.timeout(300_000);

  it("is refused where it is that of the square, and not where it is that of the input", async () => {
    await assertGrowsLinearly(1_600, work);
    const square = assertGrowsLinearly(41, (size) => work(size * size), "a square");
    await assert.rejects(square, /a square takes 1[01]\.\d times as long/);
  });
});
