import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SiemNetwork, type SiemNetworkArgs } from "../../../components/network/siem-network";
import { type Registered, register } from "../support";

class Permission extends pulumi.ComponentResource {
  constructor() {
    super("siem:test:Permission", "permission");
    this.registerOutputs({});
  }
}

const queueArn = "arn:aws:sqs:eu-west-1:111122223333:objects";

const make = (change: Partial<SiemNetworkArgs> = {}) =>
  register(
    () =>
      new SiemNetwork("siem-test", {
        zones: 2,
        bucketArns: ["arn:aws:s3:::logs"],
        queueArn,
        flowLogBucketArn: "arn:aws:s3:::logs",
        flowLogPermission: new Permission(),
        ...change,
      }),
  );

describe("The network", () => {
  let registered: Registered;
  before(async () => {
    registered = await make({ cidrBlock: "10.65.0.0/24" });
  });
  const groupId = (name: string) => registered.one("ec2/securityGroup:SecurityGroup", name).id;

  it("is a VPC of isolated subnets, one in each zone, without NAT", () => {
    assert.deepEqual(registered.one("awsx:ec2:Vpc").inputs, {
      cidrBlock: "10.65.0.0/24",
      numberOfAvailabilityZones: 2,
      subnetSpecs: [{ type: "Isolated" }],
      subnetStrategy: "Auto",
      natGateways: { strategy: "None" },
      enableDnsHostnames: true,
      tags: { Name: "siem-test" },
    });
  });

  it("empties the default security group and sends flow logs to the archive", () => {
    const { vpcId } = registered.one("ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs;
    assert.match(String(vpcId), /^vpc-/);
    assert.deepEqual(registered.one("ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs, { vpcId });
    assert.deepEqual(registered.one("ec2/flowLog:FlowLog").inputs, {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "s3",
      logDestination: "arn:aws:s3:::logs",
    });
  });

  it("reaches S3 through an endpoint that is open for the account's own buckets and principals only", () => {
    const { policy, vpcId, routeTableIds, ...inputs } = registered.one(
      "ec2/vpcEndpoint:VpcEndpoint",
      "siem-test-s3",
    ).inputs;
    assert.deepEqual(inputs, { vpcEndpointType: "Gateway", serviceName: "com.amazonaws.eu-west-1.s3" });
    assert.equal(Array.isArray(routeTableIds) && routeTableIds.length, 2);
    assert.equal(vpcId, registered.one("ec2/flowLog:FlowLog").inputs.vpcId);
    assert.equal(typeof policy, "string");
    assert.deepEqual(registered.statements("ec2/vpcEndpoint:VpcEndpoint", "siem-test-s3"), [
      {
        Sid: "OnlyTheArchive",
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:PutObject"],
        Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
        Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      },
    ]);
  });

  it("reaches SQS through an endpoint in each zone, open for the loader's queue and the account's own principals only", () => {
    const { policy, vpcId, subnetIds, ...inputs } = registered.one(
      "ec2/vpcEndpoint:VpcEndpoint",
      "siem-test-queue",
    ).inputs;
    assert.deepEqual(inputs, {
      vpcEndpointType: "Interface",
      serviceName: "com.amazonaws.eu-west-1.sqs",
      securityGroupIds: [groupId("siem-test-queue")],
      privateDnsEnabled: true,
    });
    assert.equal(Array.isArray(subnetIds) && subnetIds.length, 2);
    assert.equal(vpcId, registered.one("ec2/flowLog:FlowLog").inputs.vpcId);
    assert.equal(typeof policy, "string");
    assert.deepEqual(registered.statements("ec2/vpcEndpoint:VpcEndpoint", "siem-test-queue"), [
      {
        Sid: "OnlyTheLoadersQueue",
        Effect: "Allow",
        Principal: "*",
        Action: ["sqs:SendMessage", "sqs:ChangeMessageVisibility"],
        Resource: queueArn,
        Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      },
    ]);
  });

  it("lets the functions out to domain, S3 and SQS over HTTPS, and the functions alone in to domain and SQS", () => {
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    const [domain, functions] = [groupId("siem-test-domain"), groupId("siem-test-functions")];
    const queue = groupId("siem-test-queue");
    assert.deepEqual(
      registered.all("vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs),
      [
        {
          securityGroupId: queue,
          referencedSecurityGroupId: functions,
          ...https,
          description: "HTTPS from the functions",
        },
        {
          securityGroupId: domain,
          referencedSecurityGroupId: functions,
          ...https,
          description: "HTTPS from the functions",
        },
      ],
    );
    const egress = registered.all("vpc/securityGroupEgressRule:SecurityGroupEgressRule").map(({ inputs }) => inputs);
    const to = (group: unknown) => egress.find(({ referencedSecurityGroupId }) => referencedSecurityGroupId === group);
    assert.deepEqual(to(domain), {
      securityGroupId: functions,
      referencedSecurityGroupId: domain,
      ...https,
      description: "HTTPS to the search domain",
    });
    const { prefixListId, ...toS3 } = to(undefined) ?? {};
    assert.match(String(prefixListId), /^pl-/);
    assert.deepEqual(toS3, {
      securityGroupId: functions,
      ...https,
      description: "HTTPS to S3 through the gateway endpoint",
    });
    assert.deepEqual(to(queue), {
      securityGroupId: functions,
      referencedSecurityGroupId: queue,
      ...https,
      description: "HTTPS to SQS through the interface endpoint",
    });
    assert.equal(egress.length, 3);
  });

  it("describes each security group and gives it no rules of its own, which would fight with the rule resources", () => {
    for (const { inputs } of registered.all("ec2/securityGroup:SecurityGroup")) {
      assert.deepEqual(Object.keys(inputs).sort(), ["description", "vpcId"]);
    }
  });

  it("can be an existing VPC, which is left as it is but for security groups; SQS is at an address of its own", async () => {
    const existing = { vpcId: "vpc-0123456789abcdef0", subnetIds: ["subnet-0123456789abcdef0"] };
    const adopted = await make({ existing });
    const made = adopted.resources.map(({ type }) => type).filter((type) => type.startsWith("aws"));
    assert.deepEqual(
      [...new Set(made)],
      [
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      ],
    );
    assert.equal(adopted.one("ec2/securityGroup:SecurityGroup", "siem-test-domain").inputs.vpcId, existing.vpcId);
    const toVpc = adopted.one("vpc/securityGroupEgressRule:SecurityGroupEgressRule", "siem-test-functions-to-vpc");
    assert.equal(toVpc.inputs.cidrIpv4, "10.0.0.0/16");
  });
});
