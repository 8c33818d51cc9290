import type * as pulumi from "@pulumi/pulumi";
import { s3BucketArn } from "../aws/arn";
import type { PolicyStatement } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { CustomerKey } from "../encryption/customer-key";
import { bucketNotification } from "../encryption/service-statements";
import type { ConfigTarget } from "../organization/config-recording";
import { SiemComponent } from "../siem-component";
import { accessLogPrefix, logAccess } from "./access-logging";
import {
  type ArchiveDelivery,
  accessLogDelivery,
  archiveDeliveries,
  bucketDelivery,
  type DeliveryOrigin,
  denyOtherKeys,
  keyDelivery,
  loadBalancerDelivery,
} from "./deliveries";
import { type ArchiveTiers, SecureBucket } from "./secure-bucket";
import type { LogSenders } from "./senders";

export type ArchiveLock = "governance" | "compliance" | "off";

export interface LogArchiveArgs {
  /** Where the archive is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** Accounts, or the organization, whose logs may be delivered. Default: the target's account. */
  readonly senders?: LogSenders;
  /** Services that may deliver. Default: all. */
  readonly deliveries?: readonly (ArchiveDelivery | "load-balancers")[];
  /** Where single services deliver from. Default: the senders. */
  readonly origins?: Partial<Readonly<Record<ArchiveDelivery, DeliveryOrigin>>>;
  /** Whether the flow logs of the account's own VPCs are delivered, whatever others may deliver. Default: false. */
  readonly ownFlowLogs?: boolean;
  /** ARNs of further buckets that may notify queues encrypted with the archive's key. Default: none. */
  readonly otherBucketArns?: readonly pulumi.Input<string>[];
  /** Further statements of the policy of the bucket for logs. Default: none. */
  readonly bucketStatements?: (bucketArn: pulumi.Output<string>) => readonly PolicyStatement[];
  /** Further statements of the key's policy. Default: none. */
  readonly keyStatements?: readonly PolicyStatement[];
  /** Days that logs are kept. Default: 2557 (seven years). */
  readonly retentionDays?: number;
  /** Default: all logs can be read at once. The loader cannot load again what is in such a tier, before it is restored. */
  readonly archiveTiers?: ArchiveTiers;
  /**
   * Keep logs from being deleted before their retention is over: from all but those who have
   * `s3:BypassGovernanceRetention`, or from everybody. Default: "governance"; "off" without `protect`, for S3 destroys no
   * bucket that holds locked objects.
   */
  readonly lock?: ArchiveLock | undefined;
  /** Refuse to delete buckets and key; false also deletes what the buckets hold when they are destroyed. Default: true. */
  readonly protect?: boolean;
}

/**
 * The archive of all logs: a bucket that is encrypted with a key of its own, and a second one for what cannot be
 * delivered to such a bucket, namely S3 server access logs and access logs of load balancers; and what AWS Config delivers
 * where the archive is locked.
 */
export class LogArchive extends SiemComponent {
  /** Bucket for logs; its name starts with `aws-waf-logs-`, which WAF insists on. */
  readonly bucket: SecureBucket;
  /** Bucket for S3 server access logs and access logs of load balancers, encrypted with S3's own keys. */
  readonly accessLogBucket: SecureBucket;
  /** Bucket that AWS Config delivers to, as it cannot write where objects are locked, and the key that it encrypts with. */
  readonly configTarget: ConfigTarget;
  /** Key of the bucket and of queues that the buckets notify. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: LogArchiveArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:LogArchive", name, args, opts);
    const child = { parent: this };
    const target = args.target ?? currentTarget(this);
    const {
      senders = { accounts: [target.accountId] },
      retentionDays = 2557,
      protect = true,
      otherBucketArns = [],
      archiveTiers,
      deliveries = [...archiveDeliveries, "load-balancers"],
      origins = {},
    } = args;
    const lock = args.lock ?? (protect ? "governance" : "off");
    // https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html
    const isElsewhere = (delivery: string) => delivery === "config" && lock !== "off";
    const services = deliveries.filter((delivery) => delivery !== "load-balancers");
    const toArchive = services.filter((delivery) => !isElsewhere(delivery));
    const originOf = (delivery: ArchiveDelivery) => origins[delivery] ?? { senders };
    const takesOwnLogs =
      services.includes("vended-logs") && (origins["vended-logs"]?.senders ?? args.senders)?.accounts === undefined;
    const ownVpcs =
      args.ownFlowLogs === true && !takesOwnLogs ? [{ target, senders: { accounts: [target.accountId] } }] : [];
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
          ...(args.keyStatements ?? []),
          ...toArchive.map((delivery) => keyDelivery(delivery, { target, ...originOf(delivery) })),
          ...ownVpcs.map((own) => keyDelivery("vended-logs", own, "OwnFlowLogs")),
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
        archiveTiers,
        protect,
        statements: (bucketArn) => [
          ...services
            .filter(isElsewhere)
            .flatMap((delivery) =>
              bucketDelivery(delivery, { target, ...originOf(delivery), bucketArn, keyArn: key.keyArn }),
            ),
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
        objectLock: lock === "off" ? undefined : { mode: lockModes[lock], days: retentionDays },
        archiveTiers,
        protect,
        statements: (bucketArn) => [
          ...toArchive.flatMap((delivery) =>
            bucketDelivery(delivery, { target, ...originOf(delivery), bucketArn, keyArn: key.keyArn }),
          ),
          ...ownVpcs.flatMap((own) =>
            bucketDelivery("vended-logs", { ...own, bucketArn, keyArn: key.keyArn }, "OwnFlowLogs"),
          ),
          ...(args.bucketStatements?.(bucketArn) ?? []),
          denyOtherKeys({ bucketArn, keyArn: key.keyArn }),
        ],
      },
      child,
    );
    logAccess(name, this.bucket, this.accessLogBucket, this);

    this.configTarget =
      lock === "off"
        ? { bucketName: this.bucket.bucketName, keyArn: key.keyArn }
        : { bucketName: this.accessLogBucket.bucketName };
    this.keyArn = key.keyArn;
    this.registerOutputs({ keyArn: this.keyArn });
  }
}

const lockModes = { governance: "GOVERNANCE", compliance: "COMPLIANCE" } as const;
