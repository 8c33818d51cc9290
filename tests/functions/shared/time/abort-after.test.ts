import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { abortAfter } from "../../../../functions/shared/time/abort-after";

describe("a signal that aborts after a time", () => {
  it("takes a share of the time that is left, whole or not", () => {
    for (const milliseconds of [60_000, 41_979.75, 0.25]) assert.equal(abortAfter(milliseconds).aborted, false);
  });

  it("aborts at once where none is left", async () => {
    for (const milliseconds of [0, -0.5, -60_000]) {
      const signal = abortAfter(milliseconds);
      await sleep(20);
      assert.equal(signal.aborted, true, String(milliseconds));
    }
  });
});
