import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { logAccess } from "../archive/access-logging";
import { SecureBucket } from "../archive/secure-bucket";
import { viaService } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { domainTrust } from "./domain-access";

export interface SnapshotRepositoryArgs {
  readonly target: AwsTarget;
  readonly domainName: string;
  /** Key that encrypts the snapshots. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Bucket for the server access logs of the bucket that is made. */
  readonly accessLogBucket: SecureBucket;
  /** Refuse to delete the bucket. Default: true. */
  readonly protect?: boolean;
}

/** A bucket for snapshots that outlive their domain, and the role with which the domain writes them. */
export class SnapshotRepository extends SiemComponent {
  readonly bucketName: pulumi.Output<string>;
  /** Known when the domain may use the bucket; whoever registers the repository passes it on. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: SnapshotRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:search:SnapshotRepository", name, args, opts);
    const { target, domainName, kmsKeyArn, accessLogBucket, protect = true } = args;
    const child = { parent: this };
    // Snapshots share files with later ones: OpenSearch itself removes them, none may go by its age.
    const bucket = new SecureBucket(name, { bucketPrefix: `${name}-`, kmsKeyArn, protect }, child);
    logAccess(name, bucket, accessLogBucket, this);
    const role = new aws.iam.Role(
      name,
      {
        description: `Search domain ${domainName} keeps snapshots`,
        assumeRolePolicy: policyDocument([domainTrust(target, domainName)]),
      },
      child,
    );
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshot-registerdirectory.html
    const policy = new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        policy: policyDocument([
          { Sid: "ListSnapshots", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket.bucketArn },
          {
            Sid: "KeepSnapshots",
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            Resource: pulumi.interpolate`${bucket.bucketArn}/*`,
          },
          {
            Sid: "EncryptSnapshots",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: kmsKeyArn,
            Condition: { StringEquals: { "kms:ViaService": viaService(target, "s3") } },
          },
        ]),
      },
      child,
    );
    this.bucketName = bucket.bucketName;
    this.roleArn = pulumi.all([role.arn, policy.id]).apply(([roleArn]) => roleArn);
    this.registerOutputs({ bucketName: this.bucketName, roleArn: this.roleArn });
  }
}
