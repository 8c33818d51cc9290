import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";

export interface SecureBucketArgs {
  /** Start of the bucket's name, at most 37 characters; a random end follows, so that nobody can take the name before. */
  readonly bucketPrefix: string;
  /** Key that encrypts objects; none: S3's own keys, which targets of access logs and load balancers need. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Days that objects are kept. */
  readonly retentionDays: number;
  /** Who may use the bucket, beside the account's own IAM policies. Default: nobody. */
  readonly statements?: (bucketArn: pulumi.Output<string>) => readonly PolicyStatement[];
  /** Refuse to delete the bucket; false also deletes what it holds when it is destroyed. Default: true. */
  readonly protect?: boolean;
}

/** A private, versioned bucket that is used over TLS 1.2 or later only, each setting as a resource of its own. */
export class SecureBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** What must exist before others write to the bucket. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, args: SecureBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:SecureBucket", name, {}, opts);
    const { bucketPrefix, kmsKeyArn, retentionDays, statements = () => [], protect = true } = args;
    const child = { parent: this };

    const { bucket, arn } = new aws.s3.Bucket(
      name,
      { bucketPrefix, forceDestroy: !protect },
      { parent: this, protect },
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
            expiration: { days: retentionDays },
            noncurrentVersionExpiration: { noncurrentDays: 30 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      // S3 refuses rules on noncurrent versions while versioning is being turned on.
      { parent: this, dependsOn: versioning },
    );
    this.policy = new aws.s3.BucketPolicy(
      name,
      { bucket, policy: policyDocument([...statements(arn), ...secureTransport(arn)]) },
      // Both change the bucket's public state; S3 answers OperationAborted when they meet.
      { parent: this, dependsOn: publicAccess },
    );

    this.bucketName = bucket;
    this.bucketArn = arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }
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
