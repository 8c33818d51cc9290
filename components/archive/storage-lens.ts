import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import type { PolicyStatement } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { storageLensPrefix } from "./report-prefixes";
import type { SecureBucket } from "./secure-bucket";

export interface StorageLensArgs {
  readonly target: AwsTarget;
  /** Bucket of the daily export, in the stack's region. */
  readonly reportsBucket: SecureBucket;
  /** Key of the export; its policy must have the statement of `storageLensEncryption`. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /**
   * Activity, cost, data protection and status codes, kept for 15 months instead of 14 days. S3 charges about $0.20 a
   * month for a million objects of all that is looked at. Default: false, the metrics that cost nothing.
   */
  readonly advanced?: boolean;
  /** ARN of an organization, all accounts of which are looked at. Default: the stack's own account. */
  readonly organizationArn?: string | undefined;
}

/** A dashboard of Storage Lens over all buckets of the account or organization, and its daily export. */
export class StorageLens extends SiemComponent {
  constructor(name: string, args: StorageLensArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:StorageLens", name, args, opts);
    const { target, reportsBucket, kmsKeyArn, advanced = false, organizationArn } = args;
    const metrics = advanced
      ? {
          activityMetrics: { enabled: true },
          advancedCostOptimizationMetrics: { enabled: true },
          advancedDataProtectionMetrics: { enabled: true },
          detailedStatusCodeMetrics: { enabled: true },
        }
      : {};
    new aws.s3control.StorageLensConfiguration(
      name,
      {
        accountId: target.accountId,
        configId: name,
        storageLensConfiguration: {
          enabled: true,
          ...(organizationArn !== undefined && { awsOrg: { arn: organizationArn } }),
          accountLevel: { ...metrics, bucketLevel: metrics },
          dataExport: {
            s3BucketDestination: {
              accountId: target.accountId,
              arn: reportsBucket.bucketArn,
              prefix: storageLensPrefix,
              format: "CSV",
              outputSchemaVersion: "V_1",
              encryption: { sseKms: { keyId: kmsKeyArn } },
            },
          },
        },
      },
      // S3 refuses a destination that it may not write to.
      { parent: this, dependsOn: reportsBucket.policy },
    );
    this.registerOutputs({});
  }
}

/**
 * Statement of the key's policy that lets the dashboard encrypt its export.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage_lens_encrypt_permissions.html
 */
export function storageLensEncryption(target: AwsTarget, name: string): PolicyStatement {
  return {
    Sid: "StorageLens",
    Effect: "Allow",
    Principal: { Service: "storage-lens.s3.amazonaws.com" },
    Action: "kms:GenerateDataKey",
    Resource: "*",
    Condition: { StringEquals: ofDashboard(target, name) },
  };
}

/** Statement of the bucket's policy that lets the dashboard write its export. */
export function storageLensDelivery(
  target: AwsTarget,
  name: string,
  bucketArn: pulumi.Output<string>,
): PolicyStatement {
  return {
    Sid: "StorageLensWrite",
    Effect: "Allow",
    Principal: { Service: "storage-lens.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/${storageLensPrefix}/StorageLens/${target.accountId}/*`,
    Condition: { StringEquals: { ...ofDashboard(target, name), "s3:x-amz-acl": "bucket-owner-full-control" } },
  };
}

function ofDashboard(target: AwsTarget, name: string) {
  return {
    "aws:SourceAccount": target.accountId,
    "aws:SourceArn": arn(target, { service: "s3", resource: `storage-lens/${name}` }),
  };
}
