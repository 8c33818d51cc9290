import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { SiemNetwork, type SiemNetworkArgs } from "../../components";
import { type AwsEmulator, startAwsEmulator } from "../../local/aws-emulator";
import { Deployment } from "../../local/deploy";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";

const region = "eu-west-1";

/** A network, and the queue and bucket that it is for. */
function program(args: Partial<SiemNetworkArgs>) {
  return () => {
    const queue = new aws.sqs.Queue("objects");
    const bucket = new aws.s3.Bucket("logs", { forceDestroy: true });
    const network = new SiemNetwork("siem-test", {
      zones: 2,
      cidrBlock: "10.64.0.0/24",
      bucketArns: [bucket.arn],
      queueArn: queue.arn,
      flowLogBucketArn: bucket.arn,
      flowLogPermission: bucket,
      ...args,
    });
    return Promise.resolve({ vpcId: network.vpcId, subnetIds: network.subnetIds });
  };
}

describe("the network on the local stage", function () {
  this.timeout(600_000);
  const stateFolder = mkdtempSync(join(tmpdir(), "siem-network-"));
  const projectFolder = mkdtempSync(join(tmpdir(), "siem-network-project-"));
  const processes = new Processes(stateFolder);
  let pulumiFolder: string;
  let emulator: AwsEmulator;

  const open = (args: Partial<SiemNetworkArgs>) =>
    Deployment.open({
      pulumiFolder,
      projectFolder,
      stateFolder,
      awsEndpoint: emulator.endpoint,
      region,
      domainEndpoint: "127.0.0.1:9200",
      progress: () => undefined,
      program: program(args),
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

  async function deployed(args: Partial<SiemNetworkArgs>) {
    const { outputs, resources } = await (await open(args)).deploy();
    const count = (type: string) => resources.filter((resource) => resource.type === type).length;
    return {
      outputs,
      count,
      ids: (type: string) => resources.filter((each) => each.type === type).map(({ id }) => id),
    };
  }

  it("is a VPC of isolated subnets that awsx makes, and the second time nothing changes", async () => {
    const { outputs, count, ids } = await deployed({});
    assert.deepEqual(ids("aws:ec2/vpc:Vpc"), [outputs.vpcId]);
    assert.deepEqual(ids("aws:ec2/subnet:Subnet").sort(), [...(outputs.subnetIds as string[])].sort());
    assert.deepEqual(
      ["subnet:Subnet", "routeTable:RouteTable", "natGateway:NatGateway", "route:Route", "vpcEndpoint:VpcEndpoint"].map(
        (type) => count(`aws:ec2/${type}`),
      ),
      [2, 2, 0, 0, 2],
    );
    const { created, updated, replaced, deleted } = await (await open({})).preview();
    assert.deepEqual([created, updated, replaced, deleted], [0, 0, 0, 0]);
  });

  it("gets further endpoints without anything of it being replaced", async () => {
    const { created, updated, replaced, deleted } = await (await open({ endpoints: ["kms", "sns"] })).preview();
    assert.deepEqual([created, updated, replaced, deleted], [2, 0, 0, 0]);
  });

  it("has a NAT gateway in each zone where that is asked for, and subnets that lead to it", async () => {
    const { outputs, count } = await deployed({ natGateways: "each-zone" });
    assert.equal((outputs.subnetIds as string[]).length, 2);
    assert.deepEqual(
      ["subnet:Subnet", "natGateway:NatGateway", "eip:Eip", "internetGateway:InternetGateway", "route:Route"].map(
        (type) => count(`aws:ec2/${type}`),
      ),
      [4, 2, 2, 1, 4],
    );
  });

  it("can be an existing VPC, of which nothing is made but a security group and its rules", async () => {
    const existing = {
      vpcId: "vpc-0123456789abcdef0",
      subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    };
    const { outputs, count } = await deployed({ existing });
    assert.deepEqual(outputs, existing);
    assert.equal(count("aws:ec2/securityGroup:SecurityGroup"), 1);
    assert.equal(count("aws:ec2/vpc:Vpc") + count("aws:ec2/vpcEndpoint:VpcEndpoint"), 0);
  });
});
