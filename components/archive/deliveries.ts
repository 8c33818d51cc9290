import * as pulumi from "@pulumi/pulumi";
import { s3BucketArn } from "../aws/arn";
import type { PolicyConditions, PolicyStatement } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { type LogSenders, senderObjects, sentBy } from "./senders";

/** AWS services that deliver logs to the archive bucket. */
export type ArchiveDelivery = "cloudtrail" | "config" | "guardduty" | "vended-logs";

export interface DeliveryScope {
  readonly target: AwsTarget;
  readonly senders: LogSenders;
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
}

interface DeliveryPolicy {
  /** Start of the statements' ids. */
  readonly sid: string;
  readonly principal: string;
  /** What the service writes on behalf of: service and resource of its ARN. */
  readonly source: readonly [service: string, resource: string];
  /** Part of the key after `AWSLogs/<account>/`. */
  readonly objects: string;
  readonly bucketActions: readonly string[];
  readonly keyActions: readonly string[];
  /** Whether it gives the bucket's owner full control by ACL; GuardDuty alone does not. */
  readonly setsAcl: boolean;
}

const policies: Readonly<Record<ArchiveDelivery, DeliveryPolicy>> = {
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
  cloudtrail: {
    sid: "CloudTrail",
    principal: "cloudtrail.amazonaws.com",
    source: ["cloudtrail", "trail/*"],
    objects: "*",
    bucketActions: ["s3:GetBucketAcl"],
    keyActions: ["kms:GenerateDataKey", "kms:DescribeKey"],
    setsAcl: true,
  },
  // https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
  config: {
    sid: "Config",
    principal: "config.amazonaws.com",
    source: ["config", "*"],
    objects: "Config/*",
    bucketActions: ["s3:GetBucketAcl", "s3:ListBucket"],
    keyActions: ["kms:GenerateDataKey", "kms:Decrypt"],
    setsAcl: true,
  },
  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
  guardduty: {
    sid: "GuardDuty",
    principal: "guardduty.amazonaws.com",
    source: ["guardduty", "detector/*"],
    objects: "GuardDuty/*",
    bucketActions: ["s3:GetBucketLocation"],
    keyActions: ["kms:GenerateDataKey"],
    setsAcl: false,
  },
  // VPC flow logs, Route 53 Resolver query logs, WAF, Network Firewall and others share one deliverer.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions.html
  "vended-logs": {
    sid: "VendedLogs",
    principal: "delivery.logs.amazonaws.com",
    source: ["logs", "*"],
    objects: "*",
    bucketActions: ["s3:GetBucketAcl", "s3:ListBucket"],
    keyActions: [
      "kms:GenerateDataKey",
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:DescribeKey",
    ],
    setsAcl: true,
  },
};

/** Statements of the archive bucket's policy that let a service deliver for the senders, and for nobody else. */
export function bucketDelivery(delivery: ArchiveDelivery, scope: DeliveryScope): PolicyStatement[] {
  const { sid, principal, source, objects, bucketActions, setsAcl } = policies[delivery];
  const { target, senders, bucketArn } = scope;
  const Condition = sentBy(senders, target, ...source);
  const Principal = { Service: principal };
  return [
    { Sid: `${sid}Check`, Effect: "Allow", Principal, Action: bucketActions, Resource: bucketArn, Condition },
    {
      Sid: `${sid}Write`,
      Effect: "Allow",
      Principal,
      Action: "s3:PutObject",
      Resource: senderObjects(senders, bucketArn, objects),
      Condition: setsAcl ? withOwnersControl(Condition) : Condition,
    },
    ...(delivery === "guardduty" ? [denyOtherKeys(scope)] : []),
  ];
}

/** Statement of the archive key's policy that lets a service encrypt what it delivers. */
export function keyDelivery(
  delivery: ArchiveDelivery,
  { target, senders }: Omit<DeliveryScope, "bucketArn" | "keyArn">,
): PolicyStatement {
  const { sid, principal, source, keyActions } = policies[delivery];
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: principal },
    Action: keyActions,
    Resource: "*",
    Condition: sentBy(senders, target, ...source),
  };
}

/**
 * Statement that lets load balancers write access logs; their buckets must be encrypted with S3's own keys.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function loadBalancerDelivery({ target, senders, bucketArn }: Omit<DeliveryScope, "keyArn">): PolicyStatement {
  return {
    Sid: "LoadBalancersWrite",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: senderObjects(senders, bucketArn, "*"),
    Condition: sentBy(senders, target, "elasticloadbalancing", "loadbalancer/*"),
  };
}

/**
 * Statement that lets S3 write the access logs of the account's own buckets, the only ones that it can log here.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function accessLogDelivery(
  { target, bucketArn }: Pick<DeliveryScope, "target" | "bucketArn">,
  keyPrefix: string,
): PolicyStatement {
  return {
    Sid: "S3AccessLogsWrite",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/${keyPrefix}*`,
    Condition: {
      StringEquals: { "aws:SourceAccount": target.accountId },
      ArnLike: { "aws:SourceArn": s3BucketArn(target, "*") },
    },
  };
}

function withOwnersControl({ StringEquals, ...others }: PolicyConditions): PolicyConditions {
  return { ...others, StringEquals: { ...StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" } };
}

function denyOtherKeys({ bucketArn, keyArn }: DeliveryScope): PolicyStatement {
  return {
    Sid: "GuardDutyOtherKeys",
    Effect: "Deny",
    Principal: { Service: "guardduty.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/*`,
    Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn } },
  };
}
