import assert from "node:assert/strict";
import { FaultStage } from "./fault-stage";

let users = 0;
let running: Promise<FaultStage> | undefined;

async function stop(): Promise<void> {
  const stage = running;
  running = undefined;
  await (await stage)?.stop();
}

/** One stage for all suites that call this; it ends with the last of them. */
export function sharedStage(): () => FaultStage {
  users += 1;
  let stage: FaultStage | undefined;
  before(async function () {
    this.timeout(180_000);
    running ??= FaultStage.start();
    stage = await running;
  });
  after(async () => {
    users -= 1;
    if (users === 0) await stop();
  });
  return () => stage ?? assert.fail("the stage does not run yet");
}

// A suite that is left out never ends.
after(stop);
