import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import * as aws from "@pulumi/aws";
import { type AwsEmulator, startAwsEmulator } from "../../local/aws-emulator";
import { Deployment, type DeploymentOptions } from "../../local/deploy";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { Aws } from "../../local/provider/aws";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";

const [accountId, region] = ["111122223333", "eu-west-1"];
const QUEUES = 30;

/** A bucket, and queues that are made one after the other, so that a deployment can be stopped between two. */
function program({ visibilityTimeoutSeconds = 30, objectLock = false } = {}) {
  return () => {
    const bucket = new aws.s3.Bucket("archive", { objectLockEnabled: objectLock, forceDestroy: true });
    let last: aws.sqs.Queue | undefined;
    for (let number = 1; number <= QUEUES; number++) {
      const dependsOn = last ? [last] : [];
      last = new aws.sqs.Queue(
        `queue-${number}`,
        { visibilityTimeoutSeconds, tags: { bucket: bucket.id } },
        { dependsOn },
      );
    }
    return Promise.resolve({ bucketName: bucket.bucket });
  };
}

describe("a deployment to the local stage", function () {
  this.timeout(600_000);
  const stateFolder = mkdtempSync(join(tmpdir(), "siem-deployment-"));
  const projectFolder = mkdtempSync(join(tmpdir(), "siem-project-"));
  const processes = new Processes(stateFolder);
  let python: string;
  let pulumiFolder: string;
  let emulator: AwsEmulator;

  const startEmulator = () => startAwsEmulator(processes, { stateFolder, python, accountId, region });

  function open(options: Partial<DeploymentOptions> = {}) {
    return Deployment.open({
      pulumiFolder,
      projectFolder,
      stateFolder,
      awsEndpoint: emulator.endpoint,
      region,
      domainEndpoint: "127.0.0.1:9200",
      progress: () => undefined,
      program: program(),
      ...options,
    });
  }

  async function inEmulator(): Promise<{ buckets: string[]; queues: string[] }> {
    const common = { awsEndpoint: emulator.endpoint, region, stateDir: stateFolder };
    const { s3, sqs } = new Aws({ ...common, domainEndpoint: undefined, invokeUrl: undefined });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    return { buckets: Buckets.map(({ Name = "" }) => Name), queues: QueueUrls };
  }

  /** Kills the engine when it has made so many resources; nothing can be tidied up then. */
  async function deployAndKillAfter(count: number): Promise<void> {
    const progress = (line: string) => {
      if (line.startsWith(`created ${count}:`)) process.kill(enginePid(), "SIGKILL");
    };
    await assert.rejects((await open({ progress })).deploy());
  }

  function enginePid(): number {
    const locks = join(stateFolder, "pulumi", "backend", ".pulumi", "locks");
    const files = readdirSync(locks, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    assert.equal(files.length, 1);
    return (JSON.parse(readFileSync(join(locks, files[0]!), "utf8")) as { pid: number }).pid;
  }

  before(async () => {
    const progress = progressOnStderr();
    python = await awsEmulatorPackage.install(progress);
    pulumiFolder = await pulumiEngine.install(progress);
    writeFileSync(join(projectFolder, "Pulumi.yaml"), "name: siem\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(join(projectFolder, "Pulumi.local.yaml"), `config:\n  aws:region: ${region}\n`);
    emulator = await startEmulator();
  });
  after(async () => {
    await processes.stopAll();
    for (const folder of [stateFolder, projectFolder]) rmSync(folder, { recursive: true, force: true });
  });

  it("converges after the engine was killed in the middle, twice: each resource is there once", async () => {
    await deployAndKillAfter(3);
    await deployAndKillAfter(4);
    const { resources } = await (await open()).deploy();
    assert.equal(resources.length, QUEUES + 1);
    const { buckets, queues } = await inEmulator();
    assert.deepEqual([buckets.length, queues.length], [1, QUEUES]);
    assert.ok(resources.every(({ real }) => real));
  });

  it("changes nothing the second time", async () => {
    const deployment = await open();
    assert.deepEqual((await deployment.preview()).unchanged, QUEUES + 2);
    const { created, updated, replaced, deleted } = (await deployment.deploy()).changes;
    assert.deepEqual([created, updated, replaced, deleted], [0, 0, 0, 0]);
  });

  it("stops when it is told to, finishes what it was making, and goes on the next time", async () => {
    const stop = new AbortController();
    const progress = (line: string) => {
      if (line.startsWith("updated 2:")) stop.abort();
    };
    const changed = program({ visibilityTimeoutSeconds: 60 });
    const stopped = await open({ progress, signal: stop.signal, program: changed });
    await assert.rejects(stopped.deploy(), /was stopped; the next one goes on from here/);
    const { changes } = await (await open({ program: changed })).deploy();
    assert.ok(changes.updated > 0 && changes.updated <= QUEUES - 2, JSON.stringify(changes));
  });

  it("replaces what cannot be changed, and makes the new one before the old one goes", async () => {
    const before = await inEmulator();
    const lines: string[] = [];
    const locked = program({ visibilityTimeoutSeconds: 60, objectLock: true });
    const { outputs } = await (await open({ program: locked, progress: (line) => lines.push(line) })).deploy();
    assert.match(lines[0]!, /^created 1: s3\.Bucket archive/);
    assert.match(lines.at(-1)!, /^deleted \d+: s3\.Bucket archive/);
    const { buckets } = await inEmulator();
    assert.deepEqual(buckets, [outputs.bucketName]);
    assert.notDeepEqual(buckets, before.buckets);
  });

  it("finds out that the emulator is a new one, and makes everything again", async () => {
    await emulator.process.stop();
    emulator = await startEmulator();
    const { resources } = await (await open()).deploy();
    assert.equal(resources.length, QUEUES + 1);
    assert.equal((await inEmulator()).queues.length, QUEUES);
  });

  it("tells what is wrong in the words of the emulator, with the resource", async () => {
    const refused = () => {
      new aws.sqs.QueuePolicy("nowhere", { queueUrl: "http://127.0.0.1/111122223333/nowhere", policy: "{}" });
      return Promise.resolve({});
    };
    await assert.rejects(
      (await open({ program: refused })).deploy(),
      /nowhere: Cannot create aws:sqs\/queuePolicy:QueuePolicy "nowhere" in the local stage: /,
    );
  });

  it("deploys nothing when a mandatory policy is violated", async () => {
    const before = await inEmulator();
    const type = "aws:sqs/queue:Queue";
    const graph = () => Promise.resolve([{ type, name: "plain", urn: `urn:${type}`, inputs: {} }]);
    await assert.rejects((await open({ graph })).deploy(), /Nothing was deployed.*\n.*"plain"/);
    assert.deepEqual(await inEmulator(), before);
  });

  it("writes nothing into the project", () => {
    assert.deepEqual(readdirSync(projectFolder).sort(), ["Pulumi.local.yaml", "Pulumi.yaml"]);
    assert.doesNotMatch(readFileSync(join(projectFolder, "Pulumi.local.yaml"), "utf8"), /encryptionsalt/);
  });

  it("leaves nothing when it is destroyed", async () => {
    await (await open()).destroy();
    assert.deepEqual(await inEmulator(), { buckets: [], queues: [] });
  });
});
