import * as assert from "node:assert/strict";
import { FunctionRole } from "../../../components/lambda/function-role";
import { SecureFunction } from "../../../components/lambda/secure-function";
import { ModelStorage } from "../../../components/storage/model-storage";
import { ireland, type Registered, register } from "../support";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const network = { subnetIds: ["subnet-00000001", "subnet-00000002"], securityGroupIds: ["sg-000000ff"] };

describe("A file system for models", () => {
  let registered: Registered;
  before(async () => {
    registered = await register(() => {
      const { mount } = new ModelStorage("test-models", {
        vpcId: "vpc-00000001",
        subnetIds: network.subnetIds,
        zones: 2,
        functionSecurityGroupId: "sg-000000ff",
        readerRoleArns: [role("loader")],
        writerRoleArns: [role("models")],
      });
      new SecureFunction("test-loader", {
        target: ireland,
        role: new FunctionRole("test-loader", { description: "Loads" }),
        kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/functions",
        logRetentionDays: 365,
        network,
        fileSystem: mount,
        zipPath: "package.json",
        description: "Loads",
        environment: {},
        statements: [],
        memorySize: 512,
        timeout: 60,
        reservedConcurrency: 2,
      });
    });
  });
  const fileSystem = () => registered.one("efs/fileSystem:FileSystem");
  const accessPoint = () => registered.one("efs/accessPoint:AccessPoint");

  it("is encrypted with a key of its own, backed up, and cheaper for what nobody reads", () => {
    assert.deepEqual(fileSystem().inputs, {
      encrypted: true,
      kmsKeyId: registered.one("kms/key:Key").arn,
      throughputMode: "elastic",
      lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }],
      tags: { Name: "test-models" },
    });
    assert.equal(fileSystem().protect, true);
    assert.deepEqual(registered.one("efs/backupPolicy:BackupPolicy").inputs, {
      fileSystemId: fileSystem().id,
      backupPolicy: { status: "ENABLED" },
    });
  });

  it("shows functions a folder of their own, as a user without rights elsewhere", () => {
    assert.deepEqual(accessPoint().inputs, {
      fileSystemId: fileSystem().id,
      posixUser: { uid: 1001, gid: 1001 },
      rootDirectory: { path: "/siem", creationInfo: { ownerUid: 1001, ownerGid: 1001, permissions: "0750" } },
    });
  });

  it("is mounted over TLS and through its access point only: to be read by functions, written by the named", () => {
    const [read, write, deny, ...others] = registered.statements("efs/fileSystemPolicy:FileSystemPolicy");
    const through = {
      ArnEquals: { "elasticfilesystem:AccessPointArn": accessPoint().arn },
      Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
    };
    assert.deepEqual(
      [read, write].map((each) => [each?.Principal, each?.Action, each?.Condition]),
      [
        [{ AWS: [role("loader")] }, ["elasticfilesystem:ClientMount"], through],
        [{ AWS: [role("models")] }, ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], through],
      ],
    );
    assert.deepEqual(
      [deny?.Effect, deny?.Principal, deny?.Condition],
      ["Deny", "*", { Bool: { "aws:SecureTransport": "false" } }],
    );
    assert.deepEqual(others, []);
  });

  it("has an address in each subnet, which the functions alone reach, by NFS", () => {
    const group = registered.one("ec2/securityGroup:SecurityGroup").id;
    assert.deepEqual(
      registered.all("efs/mountTarget:MountTarget").map(({ inputs }) => inputs),
      network.subnetIds.map((subnetId) => ({ fileSystemId: fileSystem().id, subnetId, securityGroups: [group] })),
    );
    const nfs = { ipProtocol: "tcp", fromPort: 2049, toPort: 2049 };
    assert.deepEqual(registered.one("vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs, {
      securityGroupId: group,
      referencedSecurityGroupId: "sg-000000ff",
      ...nfs,
      description: "NFS from the functions",
    });
    assert.deepEqual(registered.one("vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs, {
      securityGroupId: "sg-000000ff",
      referencedSecurityGroupId: group,
      ...nfs,
      description: "NFS to the file system",
    });
  });

  it("is mounted by a function once it can be", () => {
    const lambda = registered.one("lambda/function:Function");
    assert.deepEqual(lambda.inputs.fileSystemConfig, { arn: accessPoint().arn, localMountPath: "/mnt/siem" });
    assert.deepEqual(registered.statement("iam/rolePolicy:RolePolicy", "test-loader", "MountFileSystem"), {
      Sid: "MountFileSystem",
      Effect: "Allow",
      Action: "elasticfilesystem:ClientMount",
      Resource: fileSystem().arn,
      Condition: { ArnEquals: { "elasticfilesystem:AccessPointArn": accessPoint().arn } },
    });
    const dependencies = registered.dependencies(lambda);
    for (const needed of ["mountTarget:MountTarget test-models-1", "mountTarget:MountTarget test-models-2"]) {
      assert.ok(dependencies.includes(`aws:efs/${needed}`), dependencies.join(", "));
    }
  });

  it("cannot be mounted by a function outside of its VPC", async () => {
    const efs = "arn:aws:elasticfilesystem:eu-west-1:111122223333";
    const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/functions";
    const mount = {
      fileSystemArn: `${efs}:file-system/fs-0123456789abcdef0`,
      accessPointArn: `${efs}:access-point/fsap-0123456789abcdef0`,
      mountedWhen: [],
    };
    const outside = () =>
      new SecureFunction("test-loader", {
        ...{ target: ireland, kmsKeyArn, logRetentionDays: 365, zipPath: "package.json", description: "Loads" },
        ...{ environment: {}, statements: [], memorySize: 512, timeout: 60, reservedConcurrency: 2 },
        role: new FunctionRole("test-loader", { description: "Loads" }),
        fileSystem: mount,
      });
    await assert.rejects(register(outside), /Function test-loader can mount a file system only in a VPC; give network/);
  });
});
