import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SecureBucket, type SecureBucketArgs } from "../../components";
import { type AwsEmulator, startAwsEmulator } from "../../local/aws-emulator";
import { Deployment } from "../../local/deploy";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";

const region = "eu-west-1";
const bucket: SecureBucketArgs = { bucketPrefix: "siem-test-", protect: false };
const lock = { mode: "GOVERNANCE", days: 400 } as const;

describe("a bucket that is there", function () {
  this.timeout(600_000);
  const stateFolder = mkdtempSync(join(tmpdir(), "siem-lock-"));
  const projectFolder = mkdtempSync(join(tmpdir(), "siem-lock-project-"));
  const processes = new Processes(stateFolder);
  let pulumiFolder: string;
  let emulator: AwsEmulator;

  const open = (change: Partial<SecureBucketArgs>) =>
    Deployment.open({
      ...{ pulumiFolder, projectFolder, stateFolder, awsEndpoint: emulator.endpoint, region },
      ...{ domainEndpoint: "127.0.0.1:9200", progress: () => undefined },
      program: () => Promise.resolve(void new SecureBucket("siem-test", { ...bucket, ...change })),
    });

  before(async () => {
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    pulumiFolder = await pulumiEngine.install(progress);
    writeFileSync(join(projectFolder, "Pulumi.yaml"), "name: siem\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(join(projectFolder, "Pulumi.local.yaml"), `config:\n  aws:region: ${region}\n`);
    emulator = await startAwsEmulator(processes, { stateFolder, python, accountId: "111122223333", region });
  });
  after(async () => {
    await processes.stopAll();
    for (const folder of [stateFolder, projectFolder]) rmSync(folder, { recursive: true, force: true });
  });

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
