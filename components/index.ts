// What other Pulumi programs can use.

export type { FilterCondition, FilterRule } from "../functions/loader/filter-rules";
export type { SourceRule } from "../functions/loader/source-rules";
export { ArchiveReports, type ArchiveReportsArgs } from "./archive/archive-reports";
export { BatchLoading, type BatchLoadingArgs } from "./archive/batch-loading";
export type { ArchiveDelivery } from "./archive/deliveries";
export { LogArchive, type LogArchiveArgs } from "./archive/log-archive";
export { SecureBucket, type SecureBucketArgs } from "./archive/secure-bucket";
export type { LogSenders } from "./archive/senders";
export { type ArnParts, arn } from "./aws/arn";
export { type PolicyStatement, policyDocument } from "./aws/policy-document";
export { type AwsTarget, currentTarget } from "./aws/target";
export { CustomerKey, type CustomerKeyArgs } from "./encryption/customer-key";
export { LogLoader, type LogLoaderArgs, type OwnNetwork } from "./ingest/log-loader";
export { LogQueue, type LogQueueArgs, type NotifyingBucket } from "./ingest/log-queue";
export { FunctionRole } from "./lambda/function-role";
export type { FunctionNetwork, FunctionSettings } from "./lambda/secure-function";
export type { EndpointService } from "./network/endpoint-services";
export type { NatGateways } from "./network/nat-gateways";
export { SearchSecurityGroup, type SearchSecurityGroupArgs } from "./network/search-security-group";
export { SiemNetwork, type SiemNetworkArgs } from "./network/siem-network";
export { AlarmTopic, type AlarmTopicArgs } from "./operations/alarm-topic";
export { KeyWatch, type KeyWatchArgs } from "./operations/key-watch";
export { Monitoring, type MonitoringArgs } from "./operations/monitoring";
export { MonthlyBudget, type MonthlyBudgetArgs } from "./operations/monthly-budget";
export { listPrices, type Prices } from "./operations/prices";
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
export { Siem, type SiemArgs } from "./siem";
