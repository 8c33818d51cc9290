import assert from "node:assert/strict";
import { SecureBucket, type SecureBucketArgs } from "../../components";
import { engineStage } from "./engine-stage";

const bucket: SecureBucketArgs = { bucketPrefix: "siem-test-", protect: false };
const lock = { mode: "GOVERNANCE", days: 400 } as const;

describe("a bucket that is there", function () {
  this.timeout(600_000);
  const stage = engineStage();
  const open = (change: Partial<SecureBucketArgs>) =>
    stage.open(() => Promise.resolve(void new SecureBucket("siem-test", { ...bucket, ...change })));

  it("is locked in place, not replaced by another one", async () => {
    await (await open({})).deploy();
    // The emulator, other than S3, locks no bucket that is there: the engine's plan is looked at.
    const { created, updated, replaced, deleted } = await (await open({ objectLock: lock })).preview();
    assert.deepEqual([created, updated, replaced, deleted], [1, 0, 0, 0]);
  });

  it("that is locked is not replaced where the lock is taken off", async () => {
    await (await open({})).destroy();
    await (await open({ objectLock: lock })).deploy();
    const { created, updated, replaced, deleted } = await (await open({})).preview();
    assert.deepEqual([created, updated, replaced, deleted], [0, 0, 0, 1]);
  });
});
