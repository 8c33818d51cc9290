import type * as pulumi from "@pulumi/pulumi";
import { arn, logsServicePrincipal } from "../aws/arn";
import type { PolicyStatement } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";

/**
 * Key statement that lets CloudWatch Logs encrypt log groups whose names start with one of some texts.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logGroupEncryption(target: AwsTarget, ...namePrefixes: readonly string[]): PolicyStatement {
  const patterns = namePrefixes.map((prefix) => arn(target, { service: "logs", resource: `log-group:${prefix}*` }));
  return {
    Sid: "LogGroups",
    Effect: "Allow",
    Principal: { Service: logsServicePrincipal(target) },
    Action: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:GenerateDataKey",
      "kms:DescribeKey",
    ],
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": patterns,
      },
    },
  };
}

/**
 * Key statement that lets alarms publish to an encrypted topic; the managed key `alias/aws/sns` cannot allow that.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function alarmPublishing(target: AwsTarget): PolicyStatement {
  return {
    Sid: "Alarms",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": target.accountId },
      ArnLike: { "aws:SourceArn": arn(target, { service: "cloudwatch", resource: "alarm:*" }) },
    },
  };
}

/**
 * Key statement that lets rules of EventBridge publish to an encrypted topic; it sends no source of its requests to KMS.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 */
export function rulePublishing(target: AwsTarget): PolicyStatement {
  return {
    Sid: "RulesToTopics",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: {
      StringLike: { "kms:EncryptionContext:aws:sns:topicArn": arn(target, { service: "sns", resource: "*" }) },
    },
  };
}

/**
 * Key statement that lets S3 send notifications of buckets to an encrypted queue.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export function bucketNotification(target: AwsTarget, bucketArns: readonly pulumi.Input<string>[]): PolicyStatement {
  return {
    Sid: "BucketNotifications",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": target.accountId },
      ArnLike: { "aws:SourceArn": bucketArns },
    },
  };
}
