import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { SiemNetwork, type SiemNetworkArgs } from "../../components";
import { engineStage } from "./engine-stage";

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
  const stage = engineStage();
  const open = (args: Partial<SiemNetworkArgs>) => stage.open(program(args));

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
