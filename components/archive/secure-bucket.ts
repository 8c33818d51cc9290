import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { SiemComponent } from "../siem-component";

/**
 * Archive tiers of Intelligent-Tiering: half or a quarter of the price of the tier before, but nothing in them is read
 * before it was restored, which takes hours.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html
 */
export interface ArchiveTiers {
  /** Days without access after which an object goes to Archive Access: 90 to 730. Default: never. */
  readonly archiveDays?: number | undefined;
  /** Days until Deep Archive Access: 180 to 730, more than `archiveDays`. Default: never. */
  readonly deepArchiveDays?: number | undefined;
}

/** Keeps each version of an object from being deleted or overwritten for so long after it was written. */
export interface ObjectLock {
  /**
   * `GOVERNANCE`: whoever has `s3:BypassGovernanceRetention` may delete all the same; `COMPLIANCE`: nobody may, not even
   * the account's root, and the bucket cannot be destroyed before.
   */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days: number;
}

export interface SecureBucketArgs {
  /** Start of the bucket's name, at most 37 characters; a random end follows, so that nobody can take the name before. */
  readonly bucketPrefix: string;
  /** Key that encrypts objects; none: S3's own keys, which targets of access logs and load balancers need. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Days that objects are kept. Default: until whoever wrote them removes them. */
  readonly retentionDays?: number;
  /** Default: all objects can be read at once. */
  readonly archiveTiers?: ArchiveTiers | undefined;
  /** Default: none. Not for targets of S3 server access logs and of AWS Config, which cannot deliver to such a bucket. */
  readonly objectLock?: ObjectLock | undefined;
  /** Who may use the bucket, beside the account's own IAM policies. Default: nobody. */
  readonly statements?: (bucketArn: pulumi.Output<string>) => readonly PolicyStatement[];
  /** Refuse to delete the bucket; false also deletes what it holds when it is destroyed. Default: true. */
  readonly protect?: boolean;
}

/** A private, versioned bucket that is used over TLS 1.2 or later only, each setting as a resource of its own. */
export class SecureBucket extends SiemComponent {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** What must exist before others write to the bucket. */
  readonly policy: aws.s3.BucketPolicy;
  /** What must be in force before the bucket is replicated. */
  readonly versioning: aws.s3.BucketVersioning;

  constructor(name: string, args: SecureBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:SecureBucket", name, args, opts);
    const { bucketPrefix, kmsKeyArn, retentionDays, archiveTiers = {}, statements = () => [], protect = true } = args;
    const { objectLock } = args;
    const child = { parent: this };

    const { bucket, arn } = new aws.s3.Bucket(
      name,
      { bucketPrefix, forceDestroy: !protect, ...(objectLock && { objectLockEnabled: true }) },
      // A bucket that is there gets a lock by BucketObjectLockConfiguration; of this input the provider would replace it.
      // https://github.com/hashicorp/terraform-provider-aws/issues/36529
      { parent: this, protect, ignoreChanges: ["objectLockEnabled"] },
    );
    const publicAccess = new aws.s3.BucketPublicAccessBlock(
      name,
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      child,
    );
    new aws.s3.BucketOwnershipControls(name, { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, child);
    const versioning = new aws.s3.BucketVersioning(
      name,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      child,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { bucket, rules: [kmsKeyArn === undefined ? s3ManagedKeys : customerKey(kmsKeyArn)] },
      child,
    );
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        bucket,
        // AWS moved this default; unset, it shows as a change. Small objects cost more in another class than they save.
        transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
        rules: [
          {
            id: "keep",
            status: "Enabled",
            filter: {},
            transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }],
            ...(retentionDays !== undefined && { expiration: { days: retentionDays } }),
            noncurrentVersionExpiration: { noncurrentDays: 30 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      // S3 refuses rules on noncurrent versions while versioning is being turned on.
      { parent: this, dependsOn: versioning },
    );
    if (objectLock) {
      new aws.s3.BucketObjectLockConfiguration(
        name,
        { bucket, rule: { defaultRetention: objectLock } },
        { parent: this, dependsOn: versioning },
      );
    }
    const tierings = tieringsOf(archiveTiers);
    if (tierings.length > 0) {
      new aws.s3.BucketIntelligentTieringConfiguration(name, { bucket, name: "archive", tierings }, child);
    }
    this.policy = new aws.s3.BucketPolicy(
      name,
      { bucket, policy: policyDocument([...statements(arn), ...secureTransport(arn)]) },
      // Both change the bucket's public state; S3 answers OperationAborted when they meet.
      { parent: this, dependsOn: publicAccess },
    );

    this.versioning = versioning;
    this.bucketName = bucket;
    this.bucketArn = arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }
}

function tieringsOf({ archiveDays, deepArchiveDays }: ArchiveTiers) {
  const tiers = [
    ["ARCHIVE_ACCESS", archiveDays],
    ["DEEP_ARCHIVE_ACCESS", deepArchiveDays],
  ] as const;
  return tiers.flatMap(([accessTier, days]) => (days === undefined ? [] : [{ accessTier, days }]));
}

const s3ManagedKeys = { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };

function customerKey(kmsMasterKeyId: pulumi.Input<string>) {
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId },
    // One data key for many objects: a hundredth of the KMS requests.
    bucketKeyEnabled: true,
  };
}

function secureTransport(bucketArn: pulumi.Output<string>): PolicyStatement[] {
  const everything = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
  } as const;
  return [
    { Sid: "OnlyTls", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Sid: "OnlyTls12", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
  ];
}
