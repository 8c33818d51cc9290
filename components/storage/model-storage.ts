import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { CustomerKey } from "../encryption/customer-key";
import type { FunctionFileSystem } from "../lambda/secure-function";
import { allowFromFunctions } from "../network/from-functions";
import { SiemComponent } from "../siem-component";

/** The user that functions are to the file system, and the owner of their folder. */
const owner = 1001;

export interface ModelStorageArgs {
  /** Where the file system is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the functions, one in each zone. */
  readonly subnetIds: pulumi.Input<readonly string[]>;
  /** How many they are: each gets a mount target. */
  readonly zones: number;
  /** Security group of the functions, which alone reach the file system. */
  readonly functionSecurityGroupId: pulumi.Input<string>;
  /** Roles of the functions that read. */
  readonly readerRoleArns: readonly pulumi.Input<string>[];
  /** Roles of those who put files there. Default: nobody. */
  readonly writerRoleArns?: readonly pulumi.Input<string>[];
  /** Refuse to delete file system and key. Default: true. */
  readonly protect?: boolean;
}

/** A file system for what is too large for a function's own code, such as models and databases of addresses. */
export class ModelStorage extends SiemComponent {
  readonly fileSystemArn: pulumi.Output<string>;
  readonly accessPointArn: pulumi.Output<string>;
  /** How functions mount it. */
  readonly mount: FunctionFileSystem;

  constructor(name: string, args: ModelStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:storage:ModelStorage", name, args, opts);
    const { vpcId, subnetIds, zones, functionSecurityGroupId, protect = true } = args;
    const target = args.target ?? currentTarget(this);
    const child = { parent: this };

    const key = new CustomerKey(name, { target, description: `Models and databases of ${name}`, protect }, child);
    const fileSystem = new aws.efs.FileSystem(
      name,
      {
        encrypted: true,
        kmsKeyId: key.keyArn,
        // Paid by what is read; nothing of it while nobody reads.
        throughputMode: "elastic",
        // AWS wants each transition as an object of its own.
        lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }],
        tags: { Name: name },
      },
      { parent: this, protect },
    );
    new aws.efs.BackupPolicy(name, { fileSystemId: fileSystem.id, backupPolicy: { status: "ENABLED" } }, child);
    const accessPoint = new aws.efs.AccessPoint(
      name,
      {
        fileSystemId: fileSystem.id,
        posixUser: { uid: owner, gid: owner },
        rootDirectory: {
          path: "/siem",
          creationInfo: { ownerUid: owner, ownerGid: owner, permissions: "0750" },
        },
      },
      child,
    );
    const policy = new aws.efs.FileSystemPolicy(
      name,
      {
        fileSystemId: fileSystem.id,
        policy: policyDocument(statements(fileSystem.arn, accessPoint.arn, args)),
      },
      child,
    );

    const group = new aws.ec2.SecurityGroup(name, { vpcId, description: "File system of the SIEM's functions" }, child);
    const out = allowFromFunctions(
      name,
      { securityGroupId: group.id, functionSecurityGroupId, protocol: "NFS", reached: "the file system" },
      child,
    );
    const mountTargets = Array.from(
      { length: zones },
      (_, zone) =>
        new aws.efs.MountTarget(
          `${name}-${zone + 1}`,
          {
            fileSystemId: fileSystem.id,
            subnetId: pulumi.output(subnetIds).apply((ids) => subnetOf(ids, zone)),
            securityGroups: [group.id],
          },
          child,
        ),
    );

    this.fileSystemArn = fileSystem.arn;
    this.accessPointArn = accessPoint.arn;
    this.mount = {
      fileSystemArn: fileSystem.arn,
      accessPointArn: accessPoint.arn,
      // Lambda refuses a function whose file system it cannot reach.
      mountedWhen: [...mountTargets, policy, out],
    };
    this.registerOutputs({ fileSystemArn: this.fileSystemArn, accessPointArn: this.accessPointArn });
  }
}

function subnetOf(subnetIds: readonly string[], zone: number): string {
  const subnetId = subnetIds[zone];
  if (subnetId === undefined) throw new Error(`There is no subnet for zone ${zone + 1}: ${subnetIds.join(", ")}`);
  return subnetId;
}

/** With a policy, whoever it does not name cannot mount the file system. */
function statements(
  fileSystemArn: pulumi.Output<string>,
  accessPointArn: pulumi.Output<string>,
  { readerRoleArns, writerRoleArns = [] }: ModelStorageArgs,
): PolicyStatement[] {
  const allow = (Sid: string, roleArns: readonly pulumi.Input<string>[], actions: readonly string[]) =>
    roleArns.length === 0
      ? []
      : [
          {
            Sid,
            Effect: "Allow",
            Principal: { AWS: roleArns },
            Action: actions.map((action) => `elasticfilesystem:${action}`),
            Resource: fileSystemArn,
            Condition: {
              ArnEquals: { "elasticfilesystem:AccessPointArn": accessPointArn },
              Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
            },
          } as const,
        ];
  return [
    ...allow("Read", readerRoleArns, ["ClientMount"]),
    ...allow("Write", writerRoleArns, ["ClientMount", "ClientWrite"]),
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Resource: fileSystemArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
