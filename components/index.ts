// What other Pulumi programs can use.

export { type DetectionSettings, defaultDetection } from "../functions/detector/detection-settings";
export type { FilterCondition, FilterRule } from "../functions/loader/filter-rules";
export type { SourceRule } from "../functions/loader/source-rules";
export type { SenderRule, SilenceRules } from "../functions/silence/rules";
export { ArchiveReplication, type ArchiveReplicationArgs, type ReplicaBucket } from "./archive/archive-replication";
export { ArchiveReports, type ArchiveReportsArgs } from "./archive/archive-reports";
export { BatchLoading, type BatchLoadingArgs } from "./archive/batch-loading";
export type { ArchiveDelivery } from "./archive/deliveries";
export {
  type AnnouncedBucket,
  type BucketReader,
  type ExistingBucket,
  ExistingLogBucket,
  type ExistingLogBucketArgs,
  existingBucketSenders,
} from "./archive/existing-log-bucket";
export {
  accessPointDecryption,
  accessPointDelegation,
  type LogAccess,
  LogAccessPoint,
  type LogAccessPointArgs,
  type LogRedaction,
} from "./archive/log-access-point";
export { type ArchiveLock, LogArchive, type LogArchiveArgs } from "./archive/log-archive";
export { RedactingAccessPoint, type RedactingAccessPointArgs } from "./archive/redacting-access-point";
export { type ArchiveTiers, type ObjectLock, SecureBucket, type SecureBucketArgs } from "./archive/secure-bucket";
export type { LogSenders } from "./archive/senders";
export { StorageLens, type StorageLensArgs } from "./archive/storage-lens";
export { type ArnParts, arn } from "./aws/arn";
export { type PolicyStatement, policyDocument } from "./aws/policy-document";
export { type AwsTarget, currentTarget } from "./aws/target";
export { builtInRulesFolder } from "./detection/built-in-rules";
export { Detection, type DetectionArgs, type DetectionRoles } from "./detection/detection";
export { detectionRules } from "./detection/detection-rules";
export { CustomerKey, type CustomerKeyArgs } from "./encryption/customer-key";
export { defaultLoaderShape, type LoaderShape } from "./ingest/loader-shape";
export { LogLoader, type LogLoaderArgs, type OwnNetwork } from "./ingest/log-loader";
export { LogLoading, type LogLoadingArgs } from "./ingest/log-loading";
export { LogQueue, type LogQueueArgs, type NotifyingBucket } from "./ingest/log-queue";
export { FunctionRole } from "./lambda/function-role";
export type { FunctionFileSystem, FunctionNetwork, FunctionSettings } from "./lambda/secure-function";
export type { EndpointService } from "./network/endpoint-services";
export type { NatGateways } from "./network/nat-gateways";
export { SearchSecurityGroup, type SearchSecurityGroupArgs } from "./network/search-security-group";
export { SiemNetwork, type SiemNetworkArgs } from "./network/siem-network";
export { AlarmTopic, type AlarmTopicArgs } from "./operations/alarm-topic";
export { KeyWatch, type KeyWatchArgs } from "./operations/key-watch";
export { Monitoring, type MonitoringArgs } from "./operations/monitoring";
export { MonthlyBudget, type MonthlyBudgetArgs } from "./operations/monthly-budget";
export { listPrices, type Prices } from "./operations/prices";
export { SilenceWatch, type SilenceWatchArgs } from "./operations/silence-watch";
export { AccessAnalyzerOrganization } from "./organization/access-analyzer-organization";
export { ConfigAggregation, type ConfigAggregationArgs } from "./organization/config-aggregation";
export { ConfigRecording, type ConfigRecordingArgs } from "./organization/config-recording";
export type { DataEvents, LoaderResources } from "./organization/data-events";
export { DeliveryDestinations, type DeliveryDestinationsArgs } from "./organization/delivery-destinations";
export { DeliveryStream, type DeliveryStreamArgs } from "./organization/delivery-stream";
export { FindingCollection, type FindingCollectionArgs } from "./organization/finding-collection";
export type { GuardDutyFeature } from "./organization/guardduty-features";
export { GuardDutyOrganization, type GuardDutyOrganizationArgs } from "./organization/guardduty-organization";
export { InspectorOrganization, type InspectorOrganizationArgs } from "./organization/inspector-organization";
export { LogCollection, type LogCollectionArgs } from "./organization/log-collection";
export { MacieOrganization, type MacieOrganizationArgs } from "./organization/macie-organization";
export { MemberLogging, type MemberLoggingArgs, type MemberLogs } from "./organization/member-logging";
export { MemberProviders, type MemberProvidersArgs } from "./organization/member-providers";
export type { Organization, OrganizationService } from "./organization/organization";
export { OrganizationAccess, type OrganizationAccessArgs } from "./organization/organization-access";
export { OrganizationLogs, type OrganizationLogsArgs } from "./organization/organization-logs";
export { OrganizationTrail, type OrganizationTrailArgs } from "./organization/organization-trail";
export { SecurityHubOrganization, type SecurityHubOrganizationArgs } from "./organization/security-hub-organization";
export type { SecurityLakeSource } from "./organization/security-lake-sources";
export { SecurityLakeSubscriber, type SecurityLakeSubscriberArgs } from "./organization/security-lake-subscriber";
export { type ArchiveTarget, SecurityServices, type SecurityServicesArgs } from "./organization/security-services";
export type { CollectionUsers } from "./search/collection-access";
export type { CognitoSignIn, DashboardsSignIn, IdentityCenterSignIn, SamlSignIn } from "./search/dashboards-sign-in";
export type { CustomEndpoint, DomainNetwork } from "./search/domain-settings";
export type { DomainShape } from "./search/domain-shape";
export type { SearchBackend } from "./search/search-backend";
export type {
  ExistingDomain,
  ManagedDomain,
  SearchChoice,
  SearchUsers,
  ServerlessCollection,
} from "./search/search-choice";
export { type CollectionNetwork, SearchCollection, type SearchCollectionArgs } from "./search/search-collection";
export { SearchContent, type SearchContentArgs } from "./search/search-content";
export { SearchDomain, type SearchDomainArgs } from "./search/search-domain";
export { Siem } from "./siem";
export type { SiemArgs } from "./siem/args";
export { siemOutputs } from "./siem-outputs";
export { ModelStorage, type ModelStorageArgs } from "./storage/model-storage";
export { StateTable, type StateTableArgs } from "./storage/state-table";
