import assert from "node:assert/strict";
import { hidingTime, mayBeParked, parkingDelay } from "../../../functions/loader/back-off";

const never = (): number => 0;
const always = (): number => 1;

describe("how long a message waits", () => {
  it("for an outage: half a minute at first, never longer than SQS delays a message", () => {
    assert.deepEqual(
      [0, 1, 4, 5, 6, 2_000].map((parkings) => parkingDelay(parkings, always)),
      [30, 60, 480, 900, 900, 900],
    );
    assert.deepEqual(
      [0, 1, 4, 5, 6, 2_000].map((parkings) => parkingDelay(parkings, never)),
      [15, 30, 240, 450, 450, 450],
    );
  });

  it("for its next try: ten of them last four hours or longer, and none is hidden for longer than SQS allows", () => {
    const tries = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const shortest = tries.slice(0, -1).map((count) => hidingTime(count, never));
    assert.ok(shortest.reduce((sum, seconds) => sum + seconds, 0) > 4 * 60 * 60, shortest.join());
    for (const count of [...tries, 1_000]) {
      const seconds = hidingTime(count, always);
      assert.ok(Number.isInteger(seconds) && seconds > 0 && seconds <= 4 * 60 * 60, `${seconds}`);
    }
  });

  it("is sent again for 13 days, which is less than the dead-letter queue keeps it", () => {
    const day = 24 * 60 * 60 * 1_000;
    assert.equal(mayBeParked(0, 12.99 * day), true);
    assert.equal(mayBeParked(0, 13 * day), false);
  });
});
