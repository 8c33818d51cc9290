// What other Pulumi programs can use.

export type { FilterCondition, FilterRule } from "../functions/loader/filter-rules";
export type { SourceRule } from "../functions/loader/source-rules";
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
export { SiemNetwork, type SiemNetworkArgs } from "./network/siem-network";
export { AlarmTopic, type AlarmTopicArgs } from "./operations/alarm-topic";
export { Monitoring, type MonitoringArgs } from "./operations/monitoring";
export type { DomainShape } from "./search/domain-shape";
export { SearchContent, type SearchContentArgs } from "./search/search-content";
export { type DomainNetwork, SearchDomain, type SearchDomainArgs } from "./search/search-domain";
export { Siem, type SiemArgs } from "./siem";
