import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { s3BucketArn } from "../aws/arn";
import { type AwsTarget, currentTarget } from "../aws/target";
import { CustomerKey } from "../encryption/customer-key";
import { bucketNotification } from "../encryption/service-statements";
import {
  type ArchiveDelivery,
  accessLogDelivery,
  bucketDelivery,
  keyDelivery,
  loadBalancerDelivery,
} from "./deliveries";
import { SecureBucket } from "./secure-bucket";
import type { LogSenders } from "./senders";

const accessLogPrefix = "s3-access/";

export interface LogArchiveArgs {
  /** Where the archive is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** Accounts, or the organization, whose logs may be delivered. Default: the target's account. */
  readonly senders?: LogSenders;
  /** Services that may deliver. Default: all. */
  readonly deliveries?: readonly (ArchiveDelivery | "load-balancers")[];
  /** ARNs of further buckets that may notify queues encrypted with the archive's key. Default: none. */
  readonly otherBucketArns?: readonly pulumi.Input<string>[];
  /** Days that logs are kept. Default: 2557 (seven years). */
  readonly retentionDays?: number;
  /** Refuse to delete buckets and key; false also deletes what the buckets hold when they are destroyed. Default: true. */
  readonly protect?: boolean;
}

/**
 * The archive of all logs: a bucket that is encrypted with a key of its own, and a second one for what cannot be
 * delivered to such a bucket, namely S3 server access logs and access logs of load balancers.
 */
export class LogArchive extends pulumi.ComponentResource {
  /** Bucket for logs; its name starts with `aws-waf-logs-`, which WAF insists on. */
  readonly bucket: SecureBucket;
  /** Bucket for S3 server access logs and access logs of load balancers, encrypted with S3's own keys. */
  readonly accessLogBucket: SecureBucket;
  /** Key of the bucket and of queues that the buckets notify. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: LogArchiveArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:LogArchive", name, {}, opts);
    const child = { parent: this };
    const target = args.target ?? currentTarget(this);
    const {
      senders = { accounts: [target.accountId] },
      retentionDays = 2557,
      protect = true,
      otherBucketArns = [],
    } = args;
    const deliveries = args.deliveries ?? ["cloudtrail", "config", "guardduty", "vended-logs", "load-balancers"];
    const archiveDeliveries = deliveries.filter((delivery) => delivery !== "load-balancers");
    // https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html
    const bucketPrefix = `aws-waf-logs-${name}-`;
    const accessLogBucketPrefix = `${name}-access-logs-`;

    const key = new CustomerKey(
      `${name}-archive`,
      {
        target,
        description: `Logs in the archive ${name} and notifications of them`,
        serviceStatements: [
          // By the start of their names: the buckets are made after their key.
          bucketNotification(target, [
            ...[bucketPrefix, accessLogBucketPrefix].map((prefix) => s3BucketArn(target, `${prefix}*`)),
            ...otherBucketArns,
          ]),
          ...archiveDeliveries.map((delivery) => keyDelivery(delivery, { target, senders })),
        ],
        protect,
      },
      child,
    );

    this.accessLogBucket = new SecureBucket(
      `${name}-access-logs`,
      {
        bucketPrefix: accessLogBucketPrefix,
        retentionDays,
        protect,
        statements: (bucketArn) => [
          accessLogDelivery({ target, bucketArn }, accessLogPrefix),
          ...(deliveries.includes("load-balancers") ? [loadBalancerDelivery({ target, senders, bucketArn })] : []),
        ],
      },
      child,
    );
    this.bucket = new SecureBucket(
      name,
      {
        bucketPrefix,
        kmsKeyArn: key.keyArn,
        retentionDays,
        protect,
        statements: (bucketArn) =>
          archiveDeliveries.flatMap((delivery) =>
            bucketDelivery(delivery, { target, senders, bucketArn, keyArn: key.keyArn }),
          ),
      },
      child,
    );
    new aws.s3.BucketLogging(
      name,
      {
        bucket: this.bucket.bucketName,
        targetBucket: this.accessLogBucket.bucketName,
        targetPrefix: accessLogPrefix,
        // Keys then name account, region and bucket.
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      },
      { parent: this, dependsOn: this.accessLogBucket.policy },
    );

    this.keyArn = key.keyArn;
    this.registerOutputs({ keyArn: this.keyArn });
  }
}
