/** How scanners of Terraform plans know a resource type. */
export interface TerraformType {
  readonly type: string;
  /** Inputs that Terraform calls otherwise than the snake-case form of Pulumi's name. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** What the provider fills in and a check looks at. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** Every AWS type that the program may register. A type that is missing here fails the scan: nothing is skipped. */
export const terraformTypes: Readonly<Record<string, TerraformType>> = {
  "aws:cloudwatch/dashboard:Dashboard": { type: "aws_cloudwatch_dashboard" },
  "aws:cloudwatch/logGroup:LogGroup": { type: "aws_cloudwatch_log_group" },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { type: "aws_cloudwatch_log_resource_policy" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    type: "aws_cloudwatch_metric_alarm",
    renamed: { name: "alarm_name", metricQueries: "metric_query" },
    defaults: { actions_enabled: true },
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { type: "aws_default_security_group" },
  "aws:ec2/flowLog:FlowLog": { type: "aws_flow_log" },
  "aws:ec2/securityGroup:SecurityGroup": { type: "aws_security_group" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { type: "aws_vpc_endpoint" },
  "aws:iam/role:Role": { type: "aws_iam_role" },
  "aws:iam/rolePolicy:RolePolicy": { type: "aws_iam_role_policy" },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": { type: "aws_iam_service_linked_role" },
  "aws:kms/alias:Alias": { type: "aws_kms_alias" },
  "aws:kms/key:Key": { type: "aws_kms_key" },
  "aws:lambda/eventSourceMapping:EventSourceMapping": { type: "aws_lambda_event_source_mapping" },
  "aws:lambda/function:Function": { type: "aws_lambda_function", renamed: { name: "function_name", code: "filename" } },
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": { type: "aws_lambda_function_recursion_config" },
  "aws:lambda/invocation:Invocation": { type: "aws_lambda_invocation" },
  "aws:opensearch/domain:Domain": { type: "aws_opensearch_domain" },
  "aws:s3/bucket:Bucket": { type: "aws_s3_bucket" },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    type: "aws_s3_bucket_lifecycle_configuration",
    renamed: { rules: "rule", transitions: "transition" },
  },
  "aws:s3/bucketLogging:BucketLogging": { type: "aws_s3_bucket_logging" },
  "aws:s3/bucketNotification:BucketNotification": { type: "aws_s3_bucket_notification", renamed: { queues: "queue" } },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { type: "aws_s3_bucket_ownership_controls" },
  "aws:s3/bucketPolicy:BucketPolicy": { type: "aws_s3_bucket_policy" },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { type: "aws_s3_bucket_public_access_block" },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    type: "aws_s3_bucket_server_side_encryption_configuration",
    renamed: { rules: "rule" },
  },
  "aws:s3/bucketVersioning:BucketVersioning": { type: "aws_s3_bucket_versioning" },
  "aws:sns/topic:Topic": { type: "aws_sns_topic" },
  "aws:sns/topicPolicy:TopicPolicy": { type: "aws_sns_topic_policy" },
  "aws:sns/topicSubscription:TopicSubscription": {
    type: "aws_sns_topic_subscription",
    renamed: { topic: "topic_arn" },
  },
  "aws:sqs/queue:Queue": { type: "aws_sqs_queue" },
  "aws:sqs/queuePolicy:QueuePolicy": { type: "aws_sqs_queue_policy" },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": { type: "aws_sqs_queue_redrive_allow_policy" },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": { type: "aws_vpc_security_group_egress_rule" },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": { type: "aws_vpc_security_group_ingress_rule" },
};

// Components register children of their own, which are scanned; those of awsx are made out of our sight, so tests
// assert what its one component is given.
const unscanned = [/^pulumi:pulumi:Stack$/, /^siem:/, /^awsx:ec2:Vpc$/];

/** Whether a type is a component, of which scanners know nothing. */
export function isUnscanned(type: string): boolean {
  return unscanned.some((pattern) => pattern.test(type));
}
