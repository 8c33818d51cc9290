import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SearchSecurityGroup } from "../../../components/network/search-security-group";
import { SiemNetwork, type SiemNetworkArgs } from "../../../components/network/siem-network";
import { beijing, ireland, type Registered, register } from "../support";

class Permission extends pulumi.ComponentResource {
  constructor() {
    super("siem:test:Permission", "permission");
    this.registerOutputs({});
  }
}

const queueArn = "arn:aws:sqs:eu-west-1:111122223333:objects";

const make = (change: Partial<SiemNetworkArgs> = {}, target = ireland) =>
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
    target,
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
      "siem-test-endpoints-sqs",
    ).inputs;
    assert.deepEqual(inputs, {
      vpcEndpointType: "Interface",
      serviceName: "com.amazonaws.eu-west-1.sqs",
      securityGroupIds: [groupId("siem-test-endpoints")],
      privateDnsEnabled: true,
    });
    assert.equal(Array.isArray(subnetIds) && subnetIds.length, 2);
    assert.equal(vpcId, registered.one("ec2/flowLog:FlowLog").inputs.vpcId);
    assert.equal(typeof policy, "string");
    assert.deepEqual(registered.statements("ec2/vpcEndpoint:VpcEndpoint", "siem-test-endpoints-sqs"), [
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

  it("lets the functions out to S3 and services over HTTPS, and the functions alone in to the services' endpoints", () => {
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    const [endpoints, functions] = [groupId("siem-test-endpoints"), groupId("siem-test-functions")];
    assert.deepEqual(registered.one("vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs, {
      securityGroupId: endpoints,
      referencedSecurityGroupId: functions,
      ...https,
      description: "HTTPS from the functions",
    });
    const [toEndpoints, toS3, ...others] = registered
      .all("vpc/securityGroupEgressRule:SecurityGroupEgressRule")
      .map(({ inputs }) => inputs);
    assert.deepEqual(toEndpoints, {
      securityGroupId: functions,
      referencedSecurityGroupId: endpoints,
      ...https,
      description: "HTTPS to services of AWS through their interface endpoints",
    });
    const { prefixListId, ...rule } = toS3 ?? {};
    assert.match(String(prefixListId), /^pl-/);
    assert.deepEqual(rule, {
      securityGroupId: functions,
      ...https,
      description: "HTTPS to S3 through the gateway endpoint",
    });
    assert.deepEqual(others, []);
  });

  it("reaches DynamoDB through an endpoint of its own, open for the tables that are named and the account's own principals only", async () => {
    const tableArn = "arn:aws:dynamodb:eu-west-1:111122223333:table/state";
    assert.deepEqual(
      registered.all("ec2/vpcEndpoint:VpcEndpoint").filter(({ name }) => name === "siem-test-dynamodb"),
      [],
    );
    const made = await make({ tableArns: [tableArn] });
    const { inputs } = made.one("ec2/vpcEndpoint:VpcEndpoint", "siem-test-dynamodb");
    assert.deepEqual(
      [inputs.vpcEndpointType, inputs.serviceName, inputs.routeTableIds],
      [
        "Gateway",
        "com.amazonaws.eu-west-1.dynamodb",
        made.one("ec2/vpcEndpoint:VpcEndpoint", "siem-test-s3").inputs.routeTableIds,
      ],
    );
    assert.deepEqual(made.statements("ec2/vpcEndpoint:VpcEndpoint", "siem-test-dynamodb"), [
      {
        Sid: "OnlyTheTables",
        Effect: "Allow",
        Principal: "*",
        Action: ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
        Resource: [tableArn, `${tableArn}/index/*`],
        Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      },
    ]);
    const listOf = (service: string) =>
      made.one("vpc/securityGroupEgressRule:SecurityGroupEgressRule", `siem-test-functions-to-${service}`).inputs
        .prefixListId;
    assert.match(String(listOf("dynamodb")), /^pl-/);
    assert.notEqual(listOf("dynamodb"), listOf("s3"));
  });

  it("lets the functions, and nobody else, to what logs are searched with", async () => {
    const search = await register(
      () =>
        new SearchSecurityGroup("siem-test-domain", { vpcId: "vpc-00000001", functionSecurityGroupId: "sg-000000ff" }),
    );
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    const domain = search.one("ec2/securityGroup:SecurityGroup").id;
    assert.deepEqual(search.one("vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs, {
      securityGroupId: domain,
      referencedSecurityGroupId: "sg-000000ff",
      ...https,
      description: "HTTPS from the functions",
    });
    assert.deepEqual(search.one("vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs, {
      securityGroupId: "sg-000000ff",
      referencedSecurityGroupId: domain,
      ...https,
      description: "HTTPS to the search domain",
    });
  });

  it("calls the endpoints in China as AWS does there", async () => {
    const chinese = await make({ endpoints: ["sns", "sts", "monitoring"] }, beijing);
    assert.deepEqual(
      chinese.all("ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => inputs.serviceName),
      [
        ...["cn.com.amazonaws.cn-north-1.monitoring", "com.amazonaws.cn-north-1.sns"],
        ...["cn.com.amazonaws.cn-north-1.sqs", "cn.com.amazonaws.cn-north-1.sts", "com.amazonaws.cn-north-1.s3"],
      ],
    );
  });

  it("reaches the services that are asked for in the same way, for principals and things of the account alone", async () => {
    const asked = await make({ endpoints: ["kms", "sts"] });
    const [kms, sts] = ["kms", "sts"].map((service) => `siem-test-endpoints-${service}`);
    assert.deepEqual(
      asked.all("ec2/vpcEndpoint:VpcEndpoint").map(({ name, inputs }) => [name, inputs.serviceName]),
      [
        ["siem-test-endpoints-kms", "com.amazonaws.eu-west-1.kms"],
        ["siem-test-endpoints-sqs", "com.amazonaws.eu-west-1.sqs"],
        ["siem-test-endpoints-sts", "com.amazonaws.eu-west-1.sts"],
        ["siem-test-s3", "com.amazonaws.eu-west-1.s3"],
      ],
    );
    assert.deepEqual(asked.statements("ec2/vpcEndpoint:VpcEndpoint", kms), [
      {
        Sid: "OwnAccount",
        Effect: "Allow",
        Principal: "*",
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "111122223333" } },
      },
    ]);
    // Roles of other accounts are assumed through it.
    assert.deepEqual(asked.statement("ec2/vpcEndpoint:VpcEndpoint", sts, "OwnAccount").Condition, {
      StringEquals: { "aws:PrincipalAccount": "111122223333" },
    });
    const group = asked.one("ec2/securityGroup:SecurityGroup", "siem-test-endpoints").id;
    for (const { inputs } of asked.all("ec2/vpcEndpoint:VpcEndpoint")) {
      if (inputs.vpcEndpointType === "Interface") assert.deepEqual(inputs.securityGroupIds, [group]);
    }
  });

  it("has NAT gateways where they are asked for, and the functions then go out over HTTPS alone", async () => {
    for (const [natGateways, strategy] of [
      ["one", "Single"],
      ["each-zone", "OnePerAz"],
    ] as const) {
      const natted = await make({ natGateways });
      const { inputs } = natted.one("awsx:ec2:Vpc");
      assert.deepEqual(inputs.subnetSpecs, [{ type: "Private" }, { type: "Public" }]);
      assert.deepEqual(inputs.natGateways, { strategy });
      const out = natted.one("vpc/securityGroupEgressRule:SecurityGroupEgressRule", "siem-test-functions-to-internet");
      assert.deepEqual(out.inputs, {
        securityGroupId: natted.one("ec2/securityGroup:SecurityGroup", "siem-test-functions").id,
        cidrIpv4: "0.0.0.0/0",
        ...{ ipProtocol: "tcp", fromPort: 443, toPort: 443 },
        description: "HTTPS to the internet through NAT gateways",
      });
      const { subnetIds } = natted.one("ec2/vpcEndpoint:VpcEndpoint", "siem-test-endpoints-sqs").inputs;
      assert.match(String((subnetIds as string[])[0]), /^subnet-private/);
    }
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
      ["aws:ec2/securityGroup:SecurityGroup", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
    );
    assert.equal(adopted.one("ec2/securityGroup:SecurityGroup", "siem-test-functions").inputs.vpcId, existing.vpcId);
    const toVpc = adopted.one("vpc/securityGroupEgressRule:SecurityGroupEgressRule", "siem-test-functions-to-vpc");
    assert.equal(toVpc.inputs.cidrIpv4, "10.0.0.0/16");
  });
});
