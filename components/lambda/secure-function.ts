import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { FunctionRole } from "./function-role";

/** Where a function reaches a search domain that is in a VPC. */
export interface FunctionNetwork {
  readonly subnetIds: pulumi.Input<readonly pulumi.Input<string>[]>;
  readonly securityGroupIds: readonly pulumi.Input<string>[];
}

/** A file system that a function reads, in its VPC. */
export interface FunctionFileSystem {
  readonly fileSystemArn: pulumi.Input<string>;
  readonly accessPointArn: pulumi.Input<string>;
  /** What must be there before Lambda can mount it. */
  readonly mountedWhen: readonly pulumi.Resource[];
}

/** Where functions find it. */
export const mountPath = "/mnt/siem";

/** What the components that are functions have in common. */
export interface FunctionSettings {
  readonly target: AwsTarget;
  readonly role: FunctionRole;
  /** Key of the function's environment and log group; its policy must let CloudWatch Logs use it. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Days that the function's own log is kept. */
  readonly logRetentionDays: number;
  /** Default: the function is in no VPC. */
  readonly network?: FunctionNetwork | undefined;
  /** Mounted at `/mnt/siem`, to be read; needs `network`. Default: none. */
  readonly fileSystem?: FunctionFileSystem | undefined;
}

export interface SecureFunctionArgs extends FunctionSettings {
  /** Path of the zip; its handler is `index.handler`. */
  readonly zipPath: string;
  readonly description: string;
  /** No secrets. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the function may do, beside writing its log and traces. */
  readonly statements: readonly PolicyStatement[];
  /** MB. */
  readonly memorySize: number;
  /** MB of `/tmp`. Default: 512, which Lambda gives without charging for it. */
  readonly ephemeralStorageSize?: number;
  /** Seconds. */
  readonly timeout: number;
  /** Runs at the same time, taken from the account's limit. */
  readonly reservedConcurrency: number;
  /** Topic that learns of asynchronous invocations which failed, encrypted with `kmsKeyArn`. Default: none. */
  readonly deadLetterTopicArn?: pulumi.Input<string>;
}

/** Name of a function's log group. */
export function functionLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** A Node.js function with its own log group, an encrypted environment, traces, and a role that holds what it needs. */
export class SecureFunction extends SiemComponent {
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;
  /** What must be in force before the function can work. */
  readonly rolePolicy: aws.iam.RolePolicy;

  constructor(name: string, args: SecureFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:lambda:SecureFunction", name, args, opts);
    const { target, role, kmsKeyArn, network, fileSystem, deadLetterTopicArn, ephemeralStorageSize } = args;
    if (fileSystem && !network) throw new Error(`Function ${name} can mount a file system only in a VPC; give network`);

    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: functionLogGroup(name), kmsKeyId: kmsKeyArn, retentionInDays: args.logRetentionDays },
      { parent: this },
    );
    this.rolePolicy = new aws.iam.RolePolicy(
      name,
      {
        role: role.roleName,
        policy: policyDocument([
          {
            Sid: "WriteLog",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logGroup.arn}:*`,
          },
          {
            Sid: "WriteTraces",
            Effect: "Allow",
            Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
            // X-Ray has no resource to name here.
            Resource: "*",
          },
          ...(network ? networkStatements(target, name) : []),
          ...(fileSystem ? [mounting(fileSystem)] : []),
          ...(deadLetterTopicArn !== undefined ? deadLetterStatements(deadLetterTopicArn, kmsKeyArn) : []),
          ...args.statements,
        ]),
      },
      { parent: this },
    );
    const lambda = new aws.lambda.Function(
      name,
      {
        name,
        description: args.description,
        code: new pulumi.asset.FileArchive(args.zipPath),
        handler: "index.handler",
        runtime: "nodejs22.x",
        architectures: ["arm64"],
        role: role.roleArn,
        memorySize: args.memorySize,
        ...(ephemeralStorageSize !== undefined && { ephemeralStorage: { size: ephemeralStorageSize } }),
        timeout: args.timeout,
        reservedConcurrentExecutions: args.reservedConcurrency,
        environment: { variables: args.environment },
        kmsKeyArn,
        tracingConfig: { mode: "Active" },
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
        ...(deadLetterTopicArn !== undefined && { deadLetterConfig: { targetArn: deadLetterTopicArn } }),
        ...(fileSystem && {
          fileSystemConfig: { arn: fileSystem.accessPointArn, localMountPath: mountPath },
        }),
        ...(network && {
          vpcConfig: { ...network, subnetIds: subnetIds(network), securityGroupIds: [...network.securityGroupIds] },
        }),
      },
      { parent: this, dependsOn: [this.rolePolicy, ...(fileSystem?.mountedWhen ?? [])] },
    );

    this.functionName = lambda.name;
    this.functionArn = lambda.arn;
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
  }
}

function subnetIds(network: FunctionNetwork): pulumi.Output<string[]> {
  return pulumi.output(network.subnetIds).apply((ids) => [...ids]);
}

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
function mounting({ fileSystemArn, accessPointArn }: FunctionFileSystem): PolicyStatement {
  return {
    Sid: "MountFileSystem",
    Effect: "Allow",
    Action: "elasticfilesystem:ClientMount",
    Resource: fileSystemArn,
    Condition: { ArnEquals: { "elasticfilesystem:AccessPointArn": accessPointArn } },
  };
}

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
function deadLetterStatements(topicArn: pulumi.Input<string>, keyArn: pulumi.Input<string>): PolicyStatement[] {
  return [
    { Sid: "TellFailures", Effect: "Allow", Action: "sns:Publish", Resource: topicArn },
    { Sid: "EncryptFailures", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keyArn },
  ];
}

/**
 * What Lambda needs to attach the function to the VPC, and the function's own code does not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function networkStatements(target: AwsTarget, functionName: string): PolicyStatement[] {
  const any = (kind: string) => arn(target, { service: "ec2", resource: `${kind}/*` });
  const change = ["ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"];
  // EC2 has no resources to name for reading.
  const read = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];
  return [
    {
      Sid: "CreateNetworkInterface",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: ["network-interface", "subnet", "security-group"].map(any),
    },
    { Sid: "ChangeNetworkInterfaces", Effect: "Allow", Action: change, Resource: any("network-interface") },
    { Sid: "ReadNetworkInterfaces", Effect: "Allow", Action: read, Resource: "*" },
    {
      Sid: "NotFromItsCode",
      Effect: "Deny",
      Action: ["ec2:CreateNetworkInterface", ...change, ...read],
      Resource: "*",
      // Only requests of the running code have it; those that Lambda makes with the role do not.
      // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
      Condition: {
        ArnEquals: {
          "lambda:SourceFunctionArn": arn(target, { service: "lambda", resource: `function:${functionName}` }),
        },
      },
    },
  ];
}
