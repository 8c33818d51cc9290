import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { type AwsEmulator, startAwsEmulator } from "../../local/aws-emulator";
import { Deployment } from "../../local/deploy";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";
import { pulumiYamlHost } from "../../local/toolchain/pulumi-yaml-host";

const region = "eu-west-1";
const plugin = resolve(__dirname, "../../provider");
const runPlugin = require.resolve("@pulumi/pulumi/cmd/run-plugin");

/** A component as programs of other languages ask for it: the engine has the plugin make it. */
class RemoteComponent extends pulumi.ComponentResource {
  declare readonly bucketName: pulumi.Output<string>;
  declare readonly keyArn: pulumi.Output<string>;
  declare readonly queueUrl: pulumi.Output<string>;

  constructor(type: string, name: string, inputs: pulumi.Inputs) {
    super(type, name, { ...inputs, bucketName: undefined, keyArn: undefined, queueUrl: undefined }, {}, true);
  }
}

const yamlProgram = `
name: logs
runtime: yaml
resources:
  logs:
    type: siem:LogArchive
    properties: { accountIds: ["111122223333"], retentionDays: 400, protect: false }
  search:
    type: siem:SearchDomain
    properties:
      instanceType: t3.small.search
      instanceCount: 1
      zones: 1
      volumeGib: 10
      protect: false
      masterRoleArn: arn:aws:iam::111122223333:role/\${logs.bucketName}
outputs:
  bucketName: \${logs.bucketName}
  endpoint: \${search.endpoint}
`;

describe("components for other languages, on the real engine", function () {
  this.timeout(600_000);
  const stateFolder = mkdtempSync(join(tmpdir(), "siem-languages-"));
  const projectFolder = mkdtempSync(join(tmpdir(), "siem-languages-project-"));
  const processes = new Processes(stateFolder);
  let pulumiFolder: string;
  let emulator: AwsEmulator;

  before(async () => {
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    pulumiFolder = await pulumiEngine.install(progress);
    writeFileSync(join(projectFolder, "Pulumi.yaml"), "name: languages\nruntime: nodejs\n");
    writeFileSync(join(projectFolder, "Pulumi.local.yaml"), `config:\n  aws:region: ${region}\n`);
    emulator = await startAwsEmulator(processes, { stateFolder, python, accountId: "111122223333", region });
  });
  after(async () => {
    await processes.stopAll();
    for (const folder of [stateFolder, projectFolder]) rmSync(folder, { recursive: true, force: true });
  });

  async function open(program: () => Promise<Record<string, unknown>>): Promise<Deployment> {
    const deployment = await Deployment.open({
      ...{ pulumiFolder, projectFolder, stateFolder, region, program },
      ...{ awsEndpoint: emulator.endpoint, domainEndpoint: "127.0.0.1:9200", progress: () => undefined },
    });
    // As the language host of Node.js runs what PulumiPlugin.yaml describes; the host itself is not in the registries.
    const executable = join(stateFolder, "pulumi", "bin", "pulumi-resource-siem");
    const command = `exec "${process.execPath}" "${runPlugin}" "${plugin}" "$@"`;
    writeFileSync(executable, `#!/bin/sh\n${command}\n`);
    chmodSync(executable, 0o755);
    return deployment;
  }

  const archive = (inputs: pulumi.Inputs) => () => {
    const { bucketName, keyArn } = new RemoteComponent("siem:index:LogArchive", "logs", inputs);
    return Promise.resolve({ bucketName, keyArn });
  };

  it("are made with all their children, hand back their outputs, and change nothing the second time", async () => {
    const inputs = { accountIds: ["111122223333", "444455556666"], retentionDays: 400, protect: false };
    const { outputs, resources } = await (await open(archive(inputs))).deploy();
    const one = (type: string) => resources.find((resource) => resource.type === type && resource.name === "logs");
    assert.equal(one("aws:s3/bucket:Bucket")?.id, outputs.bucketName);
    assert.match(String(outputs.keyArn), /^arn:aws:kms:eu-west-1:111122223333:key\//);
    assert.match(
      String(one("aws:s3/bucket:Bucket")?.urn),
      /::siem:index:LogArchive\$siem:archive:LogArchive\$siem:archive:SecureBucket\$aws:s3\/bucket:Bucket::logs$/,
    );
    const again = await (await open(archive(inputs))).preview();
    assert.deepEqual([again.created, again.updated, again.replaced, again.deleted], [0, 0, 0, 0]);
    assert.ok(again.unchanged >= resources.length, `${again.unchanged} of ${resources.length}`);
  });

  it("are used by a program in Pulumi YAML, one with what another has made", async () => {
    const host = await pulumiYamlHost.install(progressOnStderr());
    const pulumiState = join(stateFolder, "pulumi");
    await open(() => Promise.resolve({}));
    symlinkSync(join(host, "pulumi-language-yaml"), join(pulumiState, "bin", "pulumi-language-yaml"));
    const workDir = mkdtempSync(join(stateFolder, "yaml-"));
    writeFileSync(join(workDir, "Pulumi.yaml"), yamlProgram);
    const stack = await LocalWorkspace.createStack(
      { stackName: "test", workDir },
      {
        pulumiCommand: await PulumiCommand.get({ root: pulumiState, skipVersionCheck: true }),
        pulumiHome: join(pulumiState, "home"),
        envVars: {
          ...{
            PULUMI_BACKEND_URL: `file://${workDir}`,
            PULUMI_CONFIG_PASSPHRASE: "test",
            PULUMI_SKIP_UPDATE_CHECK: "true",
          },
          ...{ PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true", PULUMI_IGNORE_AMBIENT_PLUGINS: "false" },
          ...{ AWS_ENDPOINT_URL: emulator.endpoint, AWS_REGION: region, SIEM_STATE_DIR: stateFolder },
          SIEM_DOMAIN_ENDPOINT: "127.0.0.1:9200",
        },
      },
    );
    const { outputs, summary } = await stack.up();
    assert.match(String(outputs.bucketName?.value), /^aws-waf-logs-logs-/);
    assert.equal(outputs.endpoint?.value, "https://127.0.0.1:9200");
    const created = summary.resourceChanges?.create ?? 0;
    assert.ok(created > 30, `${created} resources`);
    const again = await stack.preview();
    assert.deepEqual(again.changeSummary, { same: created });
  });

  it("say what is wrong with an argument", async () => {
    const wrong = await open(archive({ lock: "goverance", protect: false }));
    await assert.rejects(
      wrong.preview(),
      /lock is "goverance": did you mean governance\?; allowed: governance, compliance, off/,
    );
  });

  it("preview a whole SIEM by the settings of a stage, and refuse what a stage refuses", async () => {
    const siem = (more: pulumi.Inputs) => () => {
      const { queueUrl } = new RemoteComponent("siem:index:Siem", "siem-yaml", {
        ...{ protectData: false, retentionDays: 14, archiveRetentionDays: 90, deliveries: ["cloudtrail"] },
        ...{ searchInstanceType: "t3.small.search", searchInstanceCount: 2, searchZones: 2 },
        ...more,
      });
      return Promise.resolve({ queueUrl });
    };
    const { created } = await (await open(siem({}))).preview();
    assert.ok(created > 100, `${created} resources`);
    const wrong = await open(siem({ retentionDays: 0 }));
    await assert.rejects(
      wrong.preview(),
      /"siem-yaml" cannot be made: retentionDays is 0; allowed: a whole number from 1/,
    );
  });
});
