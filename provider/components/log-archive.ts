import * as pulumi from "@pulumi/pulumi";
import * as components from "../../components";
import { ConfigurationError } from "../../functions/shared/errors";
import { given } from "./arguments";

export interface LogArchiveArgs {
  /** Accounts whose logs may be delivered. Default: the provider's own. Conflicts with organizationId. */
  accountIds?: string[];
  /** Organization whose accounts may all deliver. */
  organizationId?: string;
  /** Services that may deliver. Default: all. */
  deliveries?: string[];
  /** Days that logs are kept. Default: 2557 (seven years). */
  retentionDays?: number;
  /** Keep logs from being deleted before. Default: governance; off without protect. */
  lock?: string;
  /** Days without access until Archive Access. Default: never. */
  archiveAccessDays?: number;
  /** Days without access until Deep Archive Access. Default: never. */
  deepArchiveAccessDays?: number;
  /** Refuse to delete buckets and key; false also deletes what the buckets hold. Default: true. */
  protect?: boolean;
}

/** The archive of all logs: two buckets, a key, and policies that let AWS services of named accounts deliver. */
export class LogArchive extends pulumi.ComponentResource {
  /** Bucket for logs. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket for logs. */
  readonly bucketArn: pulumi.Output<string>;
  /** Bucket for S3 server access logs and access logs of load balancers. */
  readonly accessLogBucketName: pulumi.Output<string>;
  /** ARN of the bucket for access logs. */
  readonly accessLogBucketArn: pulumi.Output<string>;
  /** Key of the bucket for logs. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: LogArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:index:LogArchive", name, {}, opts);
    const { accountIds, organizationId, deliveries, lock, retentionDays, protect } = args;
    if (accountIds !== undefined && organizationId !== undefined) {
      throw new ConfigurationError("accountIds and organizationId are both given; keep one");
    }
    const archive = new components.LogArchive(
      name,
      {
        ...given({
          senders:
            organizationId !== undefined
              ? { organizationId }
              : accountIds !== undefined
                ? { accounts: accountIds }
                : undefined,
          // The host checks arguments before.
          deliveries: deliveries as components.LogArchiveArgs["deliveries"],
          lock: lock as components.ArchiveLock | undefined,
          ...{ retentionDays, protect },
        }),
        archiveTiers: { archiveDays: args.archiveAccessDays, deepArchiveDays: args.deepArchiveAccessDays },
      },
      { parent: this },
    );
    this.bucketName = archive.bucket.bucketName;
    this.bucketArn = archive.bucket.bucketArn;
    this.accessLogBucketName = archive.accessLogBucket.bucketName;
    this.accessLogBucketArn = archive.accessLogBucket.bucketArn;
    this.keyArn = archive.keyArn;
    this.registerOutputs({ bucketName: this.bucketName, keyArn: this.keyArn });
  }
}
