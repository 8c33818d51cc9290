import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { viaService } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import { ownAccountTrust } from "../aws/service-trust";
import { type AwsTarget, dnsSuffix } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { SecureBucket } from "./secure-bucket";

/** A bucket that gets a copy of each log: versioned, and open to the replicating role by its own policy and key. */
export interface ReplicaBucket {
  readonly bucketArn: string;
  /** Another account that owns it, and then the copies. Default: the stack's own. */
  readonly accountId?: string | undefined;
  readonly region: string;
  /** Key of the copies, in that region. */
  readonly keyArn: string;
}

export interface ArchiveReplicationArgs {
  readonly target: AwsTarget;
  readonly bucket: SecureBucket;
  /** Key of the bucket. */
  readonly keyArn: pulumi.Input<string>;
  readonly replica: ReplicaBucket;
}

/**
 * Copies what is written to the archive to a bucket elsewhere, which then belongs to that bucket's account. Deletions are
 * not copied.
 */
export class ArchiveReplication extends SiemComponent {
  /** For the replica's bucket policy and key policy. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ArchiveReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:ArchiveReplication", name, args, opts);
    const { target, bucket, keyArn, replica } = args;
    const role = new aws.iam.Role(
      name,
      {
        description: "S3 that copies the archive",
        assumeRolePolicy: policyDocument([ownAccountTrust(target, "S3", "s3.amazonaws.com")]),
      },
      { parent: this },
    );
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
    const policy = new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        policy: policyDocument([
          {
            Sid: "FindObjects",
            Effect: "Allow",
            Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
            Resource: bucket.bucketArn,
          },
          {
            Sid: "ReadObjects",
            Effect: "Allow",
            Action: [
              ...["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
              ...["s3:GetObjectRetention", "s3:GetObjectLegalHold"],
            ],
            Resource: pulumi.interpolate`${bucket.bucketArn}/*`,
          },
          {
            Sid: "WriteCopies",
            Effect: "Allow",
            Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner"],
            Resource: `${replica.bucketArn}/*`,
          },
          {
            Sid: "Decrypt",
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: keyArn,
            Condition: { StringEquals: { "kms:ViaService": viaService(target, "s3") } },
          },
          {
            Sid: "EncryptCopies",
            Effect: "Allow",
            Action: ["kms:Encrypt", "kms:GenerateDataKey"],
            Resource: replica.keyArn,
            Condition: {
              StringEquals: { "kms:ViaService": pulumi.interpolate`s3.${replica.region}.${dnsSuffix(target)}` },
            },
          },
        ]),
      },
      { parent: this },
    );
    new aws.s3.BucketReplicationConfig(
      name,
      {
        bucket: bucket.bucketName,
        role: role.arn,
        rules: [
          {
            id: "copy",
            status: "Enabled",
            priority: 0,
            filter: {},
            // Whoever deletes in the archive does not delete in the copy.
            deleteMarkerReplication: { status: "Disabled" },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
            destination: {
              bucket: replica.bucketArn,
              // S3 takes these for other accounts only.
              ...(replica.accountId !== undefined && {
                account: replica.accountId,
                accessControlTranslation: { owner: "Destination" },
              }),
              encryptionConfiguration: { replicaKmsKeyId: replica.keyArn },
              // Copies are hardly ever read, but then at once.
              storageClass: "GLACIER_IR",
            },
          },
        ],
      },
      // S3 refuses to replicate what has no versions, and a role that it cannot use.
      { parent: this, dependsOn: [bucket.versioning, policy] },
    );
    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
