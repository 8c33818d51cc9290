/** How scanners of Terraform plans know a resource type. */
export interface TerraformType {
  readonly type: string;
  /** Inputs that Terraform calls otherwise than the snake-case form of Pulumi's name. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** What the provider fills in and a check looks at. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** Every AWS type that the program may register, and those of the policies' corpus. A type that is missing here fails the scan: nothing is skipped. */
export const terraformTypes: Readonly<Record<string, TerraformType>> = {
  "aws:cfg/recorder:Recorder": { type: "aws_config_configuration_recorder" },
  "aws:cloudtrail/trail:Trail": {
    type: "aws_cloudtrail",
    renamed: { advancedEventSelectors: "advanced_event_selector", fieldSelectors: "field_selector" },
  },
  "aws:budgets/budget:Budget": { type: "aws_budgets_budget", renamed: { notifications: "notification" } },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { type: "aws_cloudwatch_composite_alarm" },
  "aws:accessanalyzer/analyzer:Analyzer": { type: "aws_accessanalyzer_analyzer" },
  "aws:cfg/configurationAggregator:ConfigurationAggregator": { type: "aws_config_configuration_aggregator" },
  "aws:cfg/deliveryChannel:DeliveryChannel": { type: "aws_config_delivery_channel" },
  "aws:cfg/recorderStatus:RecorderStatus": { type: "aws_config_configuration_recorder_status" },
  "aws:cloudwatch/dashboard:Dashboard": { type: "aws_cloudwatch_dashboard" },
  "aws:cloudwatch/eventPermission:EventPermission": { type: "aws_cloudwatch_event_permission" },
  "aws:cloudwatch/eventBus:EventBus": { type: "aws_cloudwatch_event_bus" },
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": { type: "aws_cloudwatch_event_bus_policy" },
  "aws:cloudwatch/eventRule:EventRule": { type: "aws_cloudwatch_event_rule" },
  "aws:cloudwatch/eventTarget:EventTarget": { type: "aws_cloudwatch_event_target" },
  "aws:cloudwatch/logAccountPolicy:LogAccountPolicy": { type: "aws_cloudwatch_log_account_policy" },
  "aws:cloudwatch/logDelivery:LogDelivery": { type: "aws_cloudwatch_log_delivery" },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    type: "aws_cloudwatch_log_delivery_destination",
  },
  "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy": {
    type: "aws_cloudwatch_log_delivery_destination_policy",
  },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": { type: "aws_cloudwatch_log_delivery_source" },
  "aws:cloudwatch/logDestination:LogDestination": { type: "aws_cloudwatch_log_destination" },
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": { type: "aws_cloudwatch_log_destination_policy" },
  "aws:cloudwatch/logGroup:LogGroup": { type: "aws_cloudwatch_log_group" },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { type: "aws_cloudwatch_log_resource_policy" },
  "aws:cloudwatch/logStream:LogStream": { type: "aws_cloudwatch_log_stream" },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    type: "aws_cloudwatch_log_subscription_filter",
    renamed: { logGroup: "log_group_name" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    type: "aws_cloudwatch_metric_alarm",
    renamed: { name: "alarm_name", metricQueries: "metric_query" },
    defaults: { actions_enabled: true },
  },
  "aws:dynamodb/table:Table": {
    type: "aws_dynamodb_table",
    renamed: { attributes: "attribute", globalSecondaryIndexes: "global_secondary_index" },
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { type: "aws_default_security_group" },
  "aws:ec2/flowLog:FlowLog": { type: "aws_flow_log" },
  "aws:ec2/securityGroup:SecurityGroup": { type: "aws_security_group" },
  "aws:ec2/subnet:Subnet": { type: "aws_subnet" },
  "aws:ec2/vpc:Vpc": { type: "aws_vpc" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { type: "aws_vpc_endpoint" },
  "aws:guardduty/detector:Detector": { type: "aws_guardduty_detector" },
  "aws:iam/policy:Policy": { type: "aws_iam_policy" },
  "aws:guardduty/detectorFeature:DetectorFeature": { type: "aws_guardduty_detector_feature" },
  "aws:guardduty/organizationAdminAccount:OrganizationAdminAccount": {
    type: "aws_guardduty_organization_admin_account",
  },
  "aws:guardduty/organizationConfiguration:OrganizationConfiguration": {
    type: "aws_guardduty_organization_configuration",
  },
  "aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature": {
    type: "aws_guardduty_organization_configuration_feature",
  },
  "aws:guardduty/publishingDestination:PublishingDestination": { type: "aws_guardduty_publishing_destination" },
  "aws:efs/accessPoint:AccessPoint": { type: "aws_efs_access_point" },
  "aws:efs/backupPolicy:BackupPolicy": { type: "aws_efs_backup_policy" },
  "aws:efs/fileSystem:FileSystem": {
    type: "aws_efs_file_system",
    renamed: { lifecyclePolicies: "lifecycle_policy" },
  },
  "aws:efs/fileSystemPolicy:FileSystemPolicy": { type: "aws_efs_file_system_policy" },
  "aws:efs/mountTarget:MountTarget": { type: "aws_efs_mount_target" },
  "aws:iam/role:Role": { type: "aws_iam_role" },
  "aws:iam/rolePolicy:RolePolicy": { type: "aws_iam_role_policy" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { type: "aws_iam_role_policy_attachment" },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": { type: "aws_iam_service_linked_role" },
  "aws:iam/userPolicy:UserPolicy": { type: "aws_iam_user_policy" },
  "aws:inspector2/delegatedAdminAccount:DelegatedAdminAccount": { type: "aws_inspector2_delegated_admin_account" },
  "aws:inspector2/enabler:Enabler": { type: "aws_inspector2_enabler" },
  "aws:inspector2/memberAssociation:MemberAssociation": { type: "aws_inspector2_member_association" },
  "aws:inspector2/organizationConfiguration:OrganizationConfiguration": {
    type: "aws_inspector2_organization_configuration",
  },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    type: "aws_kinesis_firehose_delivery_stream",
  },
  "aws:kms/alias:Alias": { type: "aws_kms_alias" },
  "aws:kms/key:Key": { type: "aws_kms_key" },
  "aws:lambda/alias:Alias": { type: "aws_lambda_alias" },
  "aws:lambda/eventSourceMapping:EventSourceMapping": { type: "aws_lambda_event_source_mapping" },
  "aws:lambda/function:Function": { type: "aws_lambda_function", renamed: { name: "function_name", code: "filename" } },
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": { type: "aws_lambda_function_recursion_config" },
  "aws:lambda/functionUrl:FunctionUrl": { type: "aws_lambda_function_url" },
  "aws:lambda/invocation:Invocation": { type: "aws_lambda_invocation" },
  "aws:lambda/permission:Permission": { type: "aws_lambda_permission", renamed: { function: "function_name" } },
  "aws:macie2/account:Account": { type: "aws_macie2_account" },
  "aws:macie2/classificationExportConfiguration:ClassificationExportConfiguration": {
    type: "aws_macie2_classification_export_configuration",
  },
  "aws:macie2/organizationAdminAccount:OrganizationAdminAccount": { type: "aws_macie2_organization_admin_account" },
  "aws:macie2/organizationConfiguration:OrganizationConfiguration": { type: "aws_macie2_organization_configuration" },
  "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": {
    type: "aws_networkfirewall_logging_configuration",
  },
  "aws:opensearch/domain:Domain": { type: "aws_opensearch_domain" },
  "aws:organizations/awsServiceAccess:AwsServiceAccess": { type: "aws_organizations_aws_service_access" },
  "aws:organizations/delegatedAdministrator:DelegatedAdministrator": {
    type: "aws_organizations_delegated_administrator",
  },
  "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": { type: "aws_route53_resolver_query_log_config" },
  "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": {
    type: "aws_route53_resolver_query_log_config_association",
  },
  "aws:opensearch/domainSamlOptions:DomainSamlOptions": { type: "aws_opensearch_domain_saml_options" },
  "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy": { type: "aws_opensearchserverless_access_policy" },
  "aws:opensearch/serverlessCollection:ServerlessCollection": { type: "aws_opensearchserverless_collection" },
  "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy": {
    type: "aws_opensearchserverless_security_policy",
  },
  "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint": { type: "aws_opensearchserverless_vpc_endpoint" },
  "aws:s3/accessPoint:AccessPoint": {
    type: "aws_s3_access_point",
    renamed: { publicAccessBlockConfiguration: "public_access_block_configuration" },
  },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
    type: "aws_s3_bucket_object_lock_configuration",
  },
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": {
    type: "aws_s3_bucket_replication_configuration",
    renamed: { rules: "rule" },
  },
  "aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint": {
    type: "aws_s3control_object_lambda_access_point",
    renamed: { transformationConfigurations: "transformation_configuration" },
  },
  "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy": {
    type: "aws_s3control_object_lambda_access_point_policy",
  },
  "aws:s3control/storageLensConfiguration:StorageLensConfiguration": {
    type: "aws_s3control_storage_lens_configuration",
  },
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
  "aws:secretsmanager/secret:Secret": { type: "aws_secretsmanager_secret" },
  "aws:secretsmanager/secretRotation:SecretRotation": { type: "aws_secretsmanager_secret_rotation" },
  "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": {
    type: "aws_s3_bucket_intelligent_tiering_configuration",
    renamed: { tierings: "tiering" },
  },
  "aws:securityhub/account:Account": { type: "aws_securityhub_account" },
  "aws:securityhub/configurationPolicy:ConfigurationPolicy": { type: "aws_securityhub_configuration_policy" },
  "aws:securityhub/configurationPolicyAssociation:ConfigurationPolicyAssociation": {
    type: "aws_securityhub_configuration_policy_association",
  },
  "aws:securityhub/findingAggregator:FindingAggregator": { type: "aws_securityhub_finding_aggregator" },
  "aws:securityhub/organizationAdminAccount:OrganizationAdminAccount": {
    type: "aws_securityhub_organization_admin_account",
  },
  "aws:securityhub/organizationConfiguration:OrganizationConfiguration": {
    type: "aws_securityhub_organization_configuration",
  },
  "aws:securitylake/subscriber:Subscriber": { type: "aws_securitylake_subscriber", renamed: { sources: "source" } },
  "aws:securitylake/subscriberNotification:SubscriberNotification": {
    type: "aws_securitylake_subscriber_notification",
  },
  "aws:s3/inventory:Inventory": { type: "aws_s3_bucket_inventory" },
  "aws:scheduler/schedule:Schedule": { type: "aws_scheduler_schedule" },
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
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    type: "aws_wafv2_web_acl_logging_configuration",
  },
};

// Components register children of their own, which are scanned; those of awsx are made out of our sight, so tests
// assert what its one component is given.
const unscanned = [/^pulumi:(pulumi:Stack|providers:aws)$/, /^siem:/, /^awsx:ec2:Vpc$/];

/** Whether a type is a component, of which scanners know nothing. */
export function isUnscanned(type: string): boolean {
  return unscanned.some((pattern) => pattern.test(type));
}
