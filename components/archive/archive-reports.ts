import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { logAccess } from "./access-logging";
import { inventoryPrefix } from "./report-prefixes";
import { SecureBucket } from "./secure-bucket";

const reportRetentionDays = 90;

export interface ArchiveReportsArgs {
  /** Where the bucket is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** Buckets that are listed, by a short name. */
  readonly inventoried: Readonly<Record<string, SecureBucket>>;
  /** How often they are listed; never by default. S3 charges about $0.0025 for a million objects. */
  readonly inventory?: "daily" | "weekly" | "off";
  /** Bucket that gets the access logs of this one. */
  readonly accessLogBucket: SecureBucket;
  /** Key of the reports; its policy must let S3 use it on behalf of the listed buckets. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** What else may be delivered. Default: nothing. */
  readonly statements?: (bucketArn: pulumi.Output<string>) => readonly PolicyStatement[];
  /** Refuse to delete the bucket. Default: true. */
  readonly protect?: boolean;
}

/**
 * What is written about the archive: inventories, reports and manifests of S3 Batch Operations, metrics of Storage Lens. A
 * bucket of its own, for in the archive each report would be loaded as a log, and kept as long as one.
 */
export class ArchiveReports extends SiemComponent {
  readonly bucket: SecureBucket;

  constructor(name: string, args: ArchiveReportsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:ArchiveReports", name, args, opts);
    const target = args.target ?? currentTarget(this);
    const { inventoried, inventory = "off", kmsKeyArn, statements = () => [], protect = true } = args;
    const listed = inventory === "off" ? [] : Object.entries(inventoried);

    this.bucket = new SecureBucket(
      name,
      {
        bucketPrefix: `${name}-`,
        kmsKeyArn,
        retentionDays: reportRetentionDays,
        protect,
        statements: (bucketArn) => [
          ...(listed.length === 0
            ? []
            : [
                inventoryDelivery(
                  target,
                  listed.map(([, bucket]) => bucket.bucketArn),
                  bucketArn,
                ),
              ]),
          ...statements(bucketArn),
        ],
      },
      { parent: this },
    );
    logAccess(name, this.bucket, args.accessLogBucket, this);
    for (const [key, { bucketName }] of listed) {
      new aws.s3.Inventory(
        `${name}-${key}`,
        {
          bucket: bucketName,
          name: "siem",
          // Loading reads the current versions; older ones are a fault's or an attacker's doing, and were loaded when they were new.
          includedObjectVersions: "Current",
          schedule: { frequency: inventory === "daily" ? "Daily" : "Weekly" },
          optionalFields: ["Size", "LastModifiedDate", "StorageClass", "IntelligentTieringAccessTier"],
          destination: {
            bucket: {
              accountId: target.accountId,
              bucketArn: this.bucket.bucketArn,
              prefix: inventoryPrefix,
              format: "CSV",
              encryption: { sseKms: { keyId: kmsKeyArn } },
            },
          },
        },
        // S3 refuses a destination that it may not write to.
        { parent: this, dependsOn: this.bucket.policy },
      );
    }
    this.registerOutputs({});
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html */
function inventoryDelivery(
  { accountId }: AwsTarget,
  listedArns: readonly pulumi.Input<string>[],
  bucketArn: pulumi.Output<string>,
): PolicyStatement {
  return {
    Sid: "InventoriesWrite",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/${inventoryPrefix}/*`,
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId, "s3:x-amz-acl": "bucket-owner-full-control" },
      ArnLike: { "aws:SourceArn": listedArns },
    },
  };
}
