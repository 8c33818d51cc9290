import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { arn, currentTarget, LogArchive, type Organization, OrganizationLogs } from "../../components";
import { organizationDeliveries } from "../../components/organization/organization-senders";
import { type AwsEmulator, startAwsEmulator } from "../../local/aws-emulator";
import { Deployment } from "../../local/deploy";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";
import { administrator, archiveAccount, organization as example, member } from "../components/organization/support";

const region = "eu-west-1";
const organization: Organization = {
  ...example,
  memberLogs: [
    { account: member, region, vpcIds: ["vpc-0123456789abcdef0"], logGroups: ["/aws/eks/shop/cluster"] },
    { account: archiveAccount, region: "us-east-1", everyLogGroupExcept: [] },
  ],
  securityLake: { account: administrator, region, externalId: "example-external-id", sources: ["VPC_FLOW"] },
};

class Root extends pulumi.ComponentResource {
  constructor(settings: Organization) {
    super("test:index:Root", "root");
    const target = currentTarget(this);
    const archive = new LogArchive(
      "siem-test",
      { target, protect: false, ...organizationDeliveries(settings, "siem-test") },
      { parent: this },
    );
    new OrganizationLogs(
      "siem-test",
      {
        ...{ target, organization: settings, trailName: "siem-test", logKeyArn: archive.keyArn, logRetentionDays: 365 },
        archive: {
          ...{ bucketName: archive.bucket.bucketName, bucketArn: archive.bucket.bucketArn, keyArn: archive.keyArn },
          permission: [archive.bucket.policy],
        },
        ownLogGroups: [],
        loader: {
          bucketArns: [],
          queueArn: arn(target, { service: "sqs", resource: "objects" }),
          functionArn: arn(target, { service: "lambda", resource: "function:siem-test-loader" }),
        },
      },
      { parent: this },
    );
  }
}

describe("an organization on the local stage", function () {
  this.timeout(600_000);
  const stateFolder = mkdtempSync(join(tmpdir(), "siem-organization-"));
  const projectFolder = mkdtempSync(join(tmpdir(), "siem-organization-project-"));
  const processes = new Processes(stateFolder);
  let pulumiFolder: string;
  let emulator: AwsEmulator;

  const open = (settings = organization) =>
    Deployment.open({
      ...{ pulumiFolder, projectFolder, stateFolder, awsEndpoint: emulator.endpoint, region },
      ...{ domainEndpoint: "127.0.0.1:9200", progress: () => undefined },
      program: () => Promise.resolve(void new Root(settings)),
    });

  before(async () => {
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    pulumiFolder = await pulumiEngine.install(progress);
    writeFileSync(join(projectFolder, "Pulumi.yaml"), "name: siem\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(join(projectFolder, "Pulumi.local.yaml"), `config:\n  aws:region: ${region}\n`);
    emulator = await startAwsEmulator(processes, { stateFolder, python, accountId: archiveAccount, region });
  });
  after(async () => {
    await processes.stopAll();
    for (const folder of [stateFolder, projectFolder]) rmSync(folder, { recursive: true, force: true });
  });

  it("is set up, with a provider for each account", async () => {
    const { resources } = await (await open()).deploy();
    const count = (type: string) => resources.filter((resource) => resource.type === type).length;
    assert.deepEqual(
      [
        ...["cloudtrail/trail:Trail", "guardduty/detector:Detector", "cfg/recorder:Recorder"],
        ...["kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "cloudwatch/logDestination:LogDestination"],
      ].map((type) => count(`aws:${type}`)),
      [1, 2, 8, 2, 2],
    );
    const subscriber = resources.find(({ type }) => type === "aws:securitylake/subscriber:Subscriber");
    assert.equal(subscriber?.real, false);
    const roles = resources.filter(({ type, real }) => type === "aws:iam/role:Role" && real);
    assert.equal(roles.length, 9);
  });

  it("changes nothing the second time", async () => {
    const { created, updated, replaced, deleted } = await (await open()).preview();
    assert.deepEqual([created, updated, replaced, deleted], [0, 0, 0, 0]);
  });

  it("goes away as it came", async () => {
    const { deleted } = await (await open()).destroy();
    assert.ok(deleted > 150, String(deleted));
  });
});
