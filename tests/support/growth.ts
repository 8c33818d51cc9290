import assert from "node:assert/strict";

/** What grows with its input takes 4 times as long for 4 times of it; what grows with its square, 16 times. */
const mostGrowth = 10;
/** Times below this say little: the machine is busy, and coverage is measured. */
const shortestSeconds = 0.15;

/**
 * Refuses work that takes longer than in proportion to its input: than about as long again for a quarter of it.
 * @param work is given the size of its input, whatever its unit is.
 * @param size of the whole: one for which faulty work takes seconds, since less than 1.5 pass.
 */
export async function assertGrowsLinearly(size: number, work: (size: number) => unknown, what = "it"): Promise<void> {
  await assertTakesAsLong(
    () => work(size),
    () => work(size / 4),
    what,
  );
}

/**
 * Refuses work that takes more than 10 times as long as other work. Both are measured in processor time of this process, so
 * that neither a slow nor a busy machine changes what comes out; the least of three tries counts.
 */
export async function assertTakesAsLong(work: () => unknown, other: () => unknown, what: string): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && least > mostGrowth; attempt += 1) {
    const seconds = await processorSeconds(work);
    if (seconds <= mostGrowth * shortestSeconds) return;
    least = Math.min(least, seconds / Math.max(shortestSeconds, await processorSeconds(other)));
  }
  assert.ok(least <= mostGrowth, `${what} takes ${least.toFixed(1)} times as long`);
}

async function processorSeconds(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
