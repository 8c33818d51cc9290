import * as pulumi from "@pulumi/pulumi";
import { type AwsTarget, dnsSuffix } from "./target";

export interface ArnParts {
  /** Prefix of the service in ARNs, such as `sqs`. */
  readonly service: string;
  /** All that follows the account, such as `log-group:/aws/lambda/loader`. */
  readonly resource: pulumi.Input<string>;
  /** Default: the target's; `*` in a pattern; `""` for services without regions. */
  readonly region?: pulumi.Input<string>;
  /** Default: the target's; `*` in a pattern; `""` for S3 buckets. */
  readonly accountId?: pulumi.Input<string>;
}

/** The ARN, or pattern of ARNs, of a resource in the target's partition. */
export function arn(target: AwsTarget, parts: ArnParts): pulumi.Output<string> {
  const { service, resource, region = target.region, accountId = target.accountId } = parts;
  return pulumi.interpolate`arn:${target.partition}:${service}:${region}:${accountId}:${resource}`;
}

/** The ARN of a bucket, or the pattern of buckets' ARNs. */
export function s3BucketArn(target: AwsTarget, name: pulumi.Input<string>): pulumi.Output<string> {
  return arn(target, { service: "s3", region: "", accountId: "", resource: name });
}

/** The ARN that stands for a whole account in policies, the target's by default. */
export function accountRootArn(target: AwsTarget, accountId: pulumi.Input<string> = target.accountId) {
  return arn(target, { service: "iam", region: "", accountId, resource: "root" });
}

/**
 * Principal of a service that is called by one name everywhere but for CloudWatch Logs, whose principal is regional.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logsServicePrincipal(target: AwsTarget): pulumi.Output<string> {
  return pulumi.interpolate`logs.${target.region}.${dnsSuffix(target)}`;
}

/** Value of `kms:ViaService` for requests that a service of the target's region makes for its caller. */
export function viaService(target: AwsTarget, service: string): pulumi.Output<string> {
  return pulumi.interpolate`${service}.${target.region}.${dnsSuffix(target)}`;
}
