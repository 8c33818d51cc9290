import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { stageConfig } from "../../cli/stage-config";
import { generate } from "../../local/demo/generator";
import { type Stage, startStage } from "../../local/stage";

/** What of prod's settings another machine than AWS cannot be: its own accounts, and data that outlives the test. */
const local = {
  "siem:protectData": "false",
  "siem:accounts": JSON.stringify(["111122223333", "444455556666", "777788889999"]),
  "siem:alarmEmail": "alarms@example.com",
  "siem:detection": JSON.stringify({ email: "alerts@example.com" }),
};

describe("prod's settings on the local stage", function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "siem-prod-"));
  const [projectFolder, stateFolder] = [join(folder, "project"), join(folder, "state")];
  let stage: Stage;

  before(async () => {
    mkdirSync(projectFolder);
    writeFileSync(join(projectFolder, "Pulumi.yaml"), "name: siem\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(
      join(projectFolder, "Pulumi.local.yaml"),
      stringify({ config: { ...stageConfig("prod"), ...local } }),
    );
    const program = JSON.stringify(join(__dirname, "../../index"));
    writeFileSync(join(projectFolder, "index.ts"), `module.exports = require(${program});\n`);
    stage = await startStage({ projectFolder, stateFolder, progress: () => undefined });
  });

  after(async () => {
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("deploy a domain, functions and endpoints in a VPC", () => {
    const count = (type: string) => stage.deployment.resources.filter((resource) => resource.type === type).length;
    assert.equal(count("aws:ec2/vpc:Vpc"), 1);
    assert.equal(count("aws:opensearch/domain:Domain"), 1);
    assert.ok(count("aws:ec2/vpcEndpoint:VpcEndpoint") >= 3, "gateway of S3, queue and other endpoints");
  });

  it("load a day of logs, each record once", async () => {
    const { objects } = generate({ events: 1_000, seed: 5 });
    for (const { bucket, key, body } of objects) {
      const name = { archive: "archiveBucketName", accessLogs: "accessLogBucketName" }[bucket];
      await stage.deliver(String(stage.outputs[name]), key, body);
    }
    const { deadLetters } = await stage.waitUntilIdle();
    assert.equal(deadLetters, 0);
    await fetch(`${stage.openSearchUrl}/siem-*/_refresh`, { method: "POST" });
    const { count } = (await (await fetch(`${stage.openSearchUrl}/siem-*,-siem-signals-*/_count`)).json()) as {
      count: number;
    };
    assert.ok(count >= 1_000, `${count} documents`);
  });

  it("change nothing the second time", async () => {
    const { created, updated, replaced, deleted } = (await stage.deploy()).changes;
    assert.deepEqual([created, updated, replaced, deleted], [0, 0, 0, 0]);
  });
});
