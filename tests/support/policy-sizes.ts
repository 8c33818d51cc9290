import type { GraphResource } from "../../cli/graph";

/** Most bytes that a service takes of a policy, by the resource and the input that it is in. */
const limits: Readonly<Record<string, readonly [input: string, bytes: number]>> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
  "aws:s3/bucketPolicy:BucketPolicy": ["policy", 20_480],
  "aws:s3/accessPoint:AccessPoint": ["policy", 20_480],
  // https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
  "aws:kms/key:Key": ["policy", 32_768],
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
  "aws:sqs/queuePolicy:QueuePolicy": ["policy", 8_192],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  "aws:iam/role:Role": ["assumeRolePolicy", 2_048],
  "aws:iam/rolePolicy:RolePolicy": ["policy", 10_240],
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ["policy", 10_240],
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestinationPolicy.html
  "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy": ["deliveryDestinationPolicy", 51_200],
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": ["accessPolicy", 5_120],
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html
  "aws:opensearch/domain:Domain": ["accessPolicies", 102_400],
  // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["policy", 20_480],
};

export interface SizedPolicy {
  readonly type: string;
  readonly name: string;
  readonly bytes: number;
  readonly limit: number;
}

/** The policies among resources of which AWS limits the size. */
export function sizedPolicies(resources: readonly GraphResource[]): SizedPolicy[] {
  return resources.flatMap(({ type, name, inputs }) => {
    const [input, limit] = limits[type] ?? [];
    const policy = input === undefined ? undefined : inputs[input];
    if (typeof policy !== "string" || limit === undefined) return [];
    return [{ type, name, bytes: Buffer.byteLength(policy), limit }];
  });
}

/** Those that AWS would refuse, in words. */
export function tooLarge(resources: readonly GraphResource[]): string[] {
  return sizedPolicies(resources)
    .filter(({ bytes, limit }) => bytes > limit)
    .map(({ type, name, bytes, limit }) => `${type} ${name}: ${bytes} of ${limit} bytes`);
}
