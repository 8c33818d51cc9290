import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { viaService } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import { ownAccountTrust } from "../aws/service-trust";
import type { AwsTarget } from "../aws/target";
import type { LogLoader } from "../ingest/log-loader";
import { SecureFunction } from "../lambda/secure-function";
import { SiemComponent } from "../siem-component";
import { batchPrefix } from "./report-prefixes";
import type { SecureBucket } from "./secure-bucket";

export interface BatchLoadingArgs {
  readonly target: AwsTarget;
  /** The loader whose code, settings and permissions are used. */
  readonly loader: LogLoader;
  /** Objects that are loaded at the same time, and concurrency reserved for it: 1 to 1000. */
  readonly concurrency: number;
  /** Bucket of manifests and completion reports. */
  readonly reportsBucket: SecureBucket;
  /** Key of that bucket. */
  readonly reportsKeyArn: pulumi.Input<string>;
}

/**
 * What a job of S3 Batch Operations needs to load years of old logs: the loader once more, as a function that takes an
 * object at a time, and the role of the jobs.
 *
 * It is not the queue's own function: a job starts as many as it can, and throttled receives of the queue would bring new
 * logs nearer to the dead-letter queue.
 */
export class BatchLoading extends SiemComponent {
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;
  /** Objects that are loaded at the same time. */
  readonly concurrency: number;
  /** Role to create jobs with. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: BatchLoadingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:BatchLoading", name, args, opts);
    const { target, loader, concurrency, reportsBucket, reportsKeyArn } = args;
    const { bucketArn } = reportsBucket;
    const files = pulumi.interpolate`${bucketArn}/${batchPrefix}*`;

    const loading = new SecureFunction(
      name,
      {
        ...loader.functionArgs,
        description: "Loads old logs, one object at a time, for jobs of S3 Batch Operations",
        reservedConcurrency: concurrency,
        // The role has the loader's already.
        statements: [],
      },
      { parent: this },
    );
    const role = new aws.iam.Role(
      `${name}-jobs`,
      {
        description: "S3 Batch Operations that have old logs loaded",
        assumeRolePolicy: policyDocument([
          ownAccountTrust(target, "BatchOperations", "batchoperations.s3.amazonaws.com"),
        ]),
      },
      { parent: this },
    );
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html
    new aws.iam.RolePolicy(
      `${name}-jobs`,
      {
        role: role.name,
        policy: policyDocument([
          { Sid: "LoadObjects", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: loading.functionArn },
          {
            Sid: "ReadManifests",
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:GetObjectVersion"],
            Resource: files,
          },
          { Sid: "WriteReports", Effect: "Allow", Action: "s3:PutObject", Resource: files },
          { Sid: "FindBucket", Effect: "Allow", Action: "s3:GetBucketLocation", Resource: bucketArn },
          {
            Sid: "EncryptReports",
            Effect: "Allow",
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: reportsKeyArn,
            Condition: { StringEquals: { "kms:ViaService": viaService(target, "s3") } },
          },
        ]),
      },
      { parent: this },
    );

    this.concurrency = concurrency;
    this.functionName = loading.functionName;
    this.functionArn = loading.functionArn;
    this.roleArn = role.arn;
    this.registerOutputs({ functionArn: this.functionArn, roleArn: this.roleArn });
  }
}
