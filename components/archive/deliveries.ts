import * as pulumi from "@pulumi/pulumi";
import { s3BucketArn } from "../aws/arn";
import { isOptIn } from "../aws/opt-in-regions";
import type { PolicyConditions, PolicyStatement } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { type LogSenders, senderObjects, sentBy } from "./senders";

/** AWS services that deliver logs to the archive bucket. */
export const archiveDeliveries = ["cloudtrail", "config", "guardduty", "macie", "vended-logs"] as const;
export type ArchiveDelivery = (typeof archiveDeliveries)[number];

/** Where a delivery comes from. */
export interface DeliveryOrigin {
  readonly senders: LogSenders;
  /** The one resource that delivers, by the end of its ARN, such as `trail/siem-prod`. Default: any of its kind. */
  readonly resource?: string;
  /** Regions that it comes from; some have service principals of their own. Default: those that are open to each account. */
  readonly regions?: readonly string[];
}

export interface DeliveryScope extends DeliveryOrigin {
  readonly target: AwsTarget;
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
}

const keyOfObject = "s3:x-amz-server-side-encryption-aws-kms-key-id";

interface DeliveryPolicy {
  /** Start of the statements' ids. */
  readonly sid: string;
  /** Name of the service's principal. */
  readonly principal: string;
  /** Whether regions that an account has to opt in to have principals of their own. */
  readonly regionalPrincipals?: true;
  /** Whether an organization's resource writes under `AWSLogs/<organization>/`, too. */
  readonly organizationPrefix?: true;
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
    principal: "cloudtrail",
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
    organizationPrefix: true,
    source: ["cloudtrail", "trail/*"],
    objects: "*",
    bucketActions: ["s3:GetBucketAcl"],
    keyActions: ["kms:GenerateDataKey", "kms:DescribeKey"],
    setsAcl: true,
  },
  // https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
  config: {
    sid: "Config",
    principal: "config",
    source: ["config", "*"],
    objects: "Config/*",
    bucketActions: ["s3:GetBucketAcl", "s3:ListBucket"],
    keyActions: ["kms:GenerateDataKey", "kms:Decrypt"],
    setsAcl: true,
  },
  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
  guardduty: {
    sid: "GuardDuty",
    principal: "guardduty",
    regionalPrincipals: true,
    source: ["guardduty", "detector/*"],
    objects: "GuardDuty/*",
    bucketActions: ["s3:GetBucketLocation"],
    keyActions: ["kms:GenerateDataKey"],
    setsAcl: false,
  },
  // https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html
  macie: {
    sid: "Macie",
    principal: "macie",
    regionalPrincipals: true,
    source: ["macie2", "*"],
    objects: "Macie/*",
    bucketActions: ["s3:GetBucketLocation"],
    keyActions: ["kms:GenerateDataKey", "kms:Encrypt"],
    setsAcl: false,
  },
  // VPC flow logs, Route 53 Resolver query logs, WAF, Network Firewall and others share one deliverer.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions.html
  "vended-logs": {
    sid: "VendedLogs",
    principal: "delivery.logs",
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

/**
 * Statements of the archive bucket's policy that let a service deliver for the senders, and for nobody else.
 * @param sid What their names start with. Default: the service's.
 */
export function bucketDelivery(
  delivery: ArchiveDelivery,
  scope: DeliveryScope,
  sid = policies[delivery].sid,
): PolicyStatement[] {
  const { objects, bucketActions, setsAcl } = policies[delivery];
  const { senders, bucketArn } = scope;
  const { Principal, Condition } = servicePermission(delivery, scope);
  return [
    { Sid: `${sid}Check`, Effect: "Allow", Principal, Action: bucketActions, Resource: bucketArn, Condition },
    {
      Sid: `${sid}Write`,
      Effect: "Allow",
      Principal,
      Action: "s3:PutObject",
      Resource: [...senderObjects(senders, bucketArn, objects), ...organizationObjects(delivery, scope)],
      Condition: setsAcl ? withOwnersControl(Condition) : Condition,
    },
    ...(delivery === "guardduty" ? [denyOtherThanKey(scope, Principal)] : []),
  ];
}

/** Statement of the archive key's policy that lets a service encrypt what it delivers. */
export function keyDelivery(
  delivery: ArchiveDelivery,
  scope: Omit<DeliveryScope, "bucketArn" | "keyArn">,
  sid = policies[delivery].sid,
): PolicyStatement {
  const { keyActions } = policies[delivery];
  return { Sid: sid, Effect: "Allow", ...servicePermission(delivery, scope), Action: keyActions, Resource: "*" };
}

/** The service, and the conditions under which it acts for a sender. */
function servicePermission(delivery: ArchiveDelivery, scope: Omit<DeliveryScope, "bucketArn" | "keyArn">) {
  const { principal, regionalPrincipals, source } = policies[delivery];
  const { target, senders, regions = [] } = scope;
  const [service, anyResource] = source;
  const names = [principal, ...(regionalPrincipals ? regions.filter(isOptIn).map((r) => `${principal}.${r}`) : [])];
  const Service = names.map((name) => `${name}.amazonaws.com`);
  return {
    Principal: { Service: Service.length === 1 ? `${principal}.amazonaws.com` : Service },
    Condition: sentBy(senders, target, service, scope.resource ?? anyResource),
  };
}

function organizationObjects(delivery: ArchiveDelivery, { senders, bucketArn }: DeliveryScope) {
  // Without named accounts all of `AWSLogs/` is theirs.
  if (!policies[delivery].organizationPrefix || !senders.organizationId || !senders.accounts) return [];
  return [pulumi.interpolate`${bucketArn}/AWSLogs/${senders.organizationId}/*`];
}

/**
 * Statement that refuses objects which name another key than the archive's: the loader could not read them. Objects that
 * name none get the bucket's own encryption, which is the archive's key.
 */
export function denyOtherKeys({ bucketArn, keyArn }: Pick<DeliveryScope, "bucketArn" | "keyArn">): PolicyStatement {
  return {
    Sid: "OnlyArchiveKey",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/*`,
    Condition: { StringNotEquals: { [keyOfObject]: keyArn }, Null: { [keyOfObject]: "false" } },
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

/** GuardDuty always names its key, so that a finding which names none is not what it should be. */
function denyOtherThanKey({ bucketArn, keyArn }: DeliveryScope, Principal: PolicyStatement["Principal"]) {
  return {
    Sid: "GuardDutyOtherKeys",
    Effect: "Deny",
    ...(Principal !== undefined && { Principal }),
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/*`,
    Condition: { StringNotEquals: { [keyOfObject]: keyArn } },
  } as const;
}
