import type { definitions } from "../../../settings";

const role = (name: string) => JSON.stringify([`arn:aws:iam::111122223333:role/${name}`]);
const subnets = JSON.stringify(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]);

const organization = JSON.stringify({
  ...{ id: "o-exampleorg1", managementAccount: "444455556666", delegatedAdministrator: "777788889999" },
  ...{ logArchiveAccount: "111122223333", regions: ["eu-west-1"] },
});
const certificateArn = "arn:aws:acm:eu-west-1:111122223333:certificate/1234";
const existingDomain = {
  endpoint: "https://search-logs.eu-west-1.es.amazonaws.com",
  arn: "arn:aws:es:eu-west-1:111122223333:domain/logs",
};
const saml = {
  dashboardsSignIn: '{"kind":"saml","entityId":"https://idp.example.com"}',
  samlMetadata: '<md:EntityDescriptor xmlns:md="urn:x"/>',
};
const warm = {
  ...{ searchInstanceType: "r7g.large.search", searchMasterType: "m7g.large.search" },
  ...{ searchWarmType: "ultrawarm1.medium.search", searchWarmCount: "2" },
};
const cold = { ...warm, searchColdStorage: "true", retentionDays: "90" };

/** What a setting is set to, and what others then need; the rest is as in dev. */
export type Variation = Partial<Record<keyof typeof definitions, string>>;

/** Of each setting another value than dev's. A setting that is missing here fails to compile: no option goes untested. */
export const variations: Readonly<Record<keyof typeof definitions, Variation>> = {
  protectData: { protectData: "true" },
  accounts: { accounts: '["111122223333","444455556666"]' },
  organizationId: { organizationId: "o-exampleorg1" },
  organization: { organization },
  existingDomain: { existingDomain: JSON.stringify(existingDomain), network: "public" },
  searchWarmType: warm,
  searchWarmCount: { ...warm, searchWarmCount: "3" },
  searchColdStorage: cold,
  warmAfterDays: { ...warm, warmAfterDays: "5" },
  coldAfterDays: { ...cold, coldAfterDays: "20" },
  searchSnapshots: { searchSnapshots: "true" },
  maintenanceHour: { maintenanceHour: "4" },
  customEndpoint: { customEndpoint: JSON.stringify({ hostName: "siem.example.com", certificateArn }) },
  dashboardsSignIn: saml,
  samlMetadata: { ...saml, samlMetadata: '<md:EntityDescriptor xmlns:md="urn:y"/>' },
  analystGroups: { ...saml, analystGroups: '["soc"]' },
  deliveries: { deliveries: '["cloudtrail"]' },
  archiveRetentionDays: { archiveRetentionDays: "400" },
  existingBuckets: {
    existingBuckets:
      '[{"bucket":"their-logs","topicArn":"arn:aws:sns:eu-west-1:444455556666:new-logs","roleArn":"arn:aws:iam::444455556666:role/read-logs","externalId":"siem-7"}]',
  },
  archiveLock: { archiveLock: "compliance", protectData: "true" },
  archiveAccessDays: { archiveAccessDays: "180" },
  deepArchiveAccessDays: { deepArchiveAccessDays: "365" },
  replica: {
    replica:
      '{"bucketArn":"arn:aws:s3:::copy","region":"eu-central-1","keyArn":"arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-4333-8444-555555555555"}',
  },
  accessPoints: {
    accessPoints:
      '[{"name":"shop","roleArns":["arn:aws:iam::111122223333:role/analyst"],"prefixes":["AWSLogs/111122223333/"]}]',
  },
  storageLens: { storageLens: "advanced" },
  storageLensOrganization: {
    storageLensOrganization: "arn:aws:organizations::111122223333:organization/o-exampleorg1",
  },
  archiveInventory: { archiveInventory: "daily" },
  backfillConcurrency: { backfillConcurrency: "5" },
  retentionDays: { retentionDays: "30" },
  searchEngine: { searchEngine: "serverless" },
  serverlessStandby: { searchEngine: "serverless", serverlessStandby: "false" },
  engineVersion: { engineVersion: "OpenSearch_2.17" },
  searchInstanceType: { searchInstanceType: "t3.medium.search" },
  searchInstanceCount: { searchInstanceCount: "4" },
  searchZones: { searchZones: "3", searchInstanceCount: "3" },
  searchStandby: {
    searchStandby: "true",
    searchZones: "3",
    searchInstanceCount: "3",
    searchInstanceType: "r7g.large.search",
    searchMasterType: "m7g.large.search",
  },
  searchMasterType: { searchMasterType: "" },
  searchVolumeGib: { searchVolumeGib: "40" },
  searchVolumeIops: { searchVolumeIops: "4000" },
  searchVolumeThroughput: { searchVolumeThroughput: "250" },
  analystRoleArns: { analystRoleArns: role("analyst") },
  operatorRoleArns: { operatorRoleArns: role("operator") },
  createServiceLinkedRole: { createServiceLinkedRole: "false" },
  loaderMemory: { loaderMemory: "3008" },
  loaderTimeout: { loaderTimeout: "600" },
  loaderConcurrency: { loaderConcurrency: "7" },
  loaderObjectsAtOnce: { loaderObjectsAtOnce: "2" },
  loaderBatchSize: { loaderBatchSize: "50" },
  loaderBatchWindow: { loaderBatchWindow: "20" },
  loaderStorage: { loaderStorage: "4096" },
  sourceModules: { sourceModules: '["docs/examples/acme-door/index.ts"]' },
  sources: { sources: '[{"prefix":"partner/","source":"aws-alb"}]' },
  filters: {
    filters:
      '[{"name":"reads","sources":"aws-cloudtrail","where":[{"field":"event.action","equals":"GetObject"}],"action":"drop"}]',
  },
  networks: { networks: '[{"cidr":"192.0.2.0/24","name":"Office"}]' },
  limits: { limits: '{"lineBytes":65536}' },
  network: { network: "public" },
  vpcCidr: { vpcCidr: "10.80.0.0/24" },
  vpcId: { vpcId: "vpc-0123456789abcdef0", subnetIds: subnets },
  subnetIds: { vpcId: "vpc-0123456789abcdef1", subnetIds: subnets },
  natGateways: { natGateways: "one" },
  vpcEndpoints: { vpcEndpoints: '["kms"]' },
  modelStorage: { modelStorage: "true" },
  modelWriterRoleArns: { modelStorage: "true", modelWriterRoleArns: role("models") },
  logRetentionDays: { logRetentionDays: "731" },
  alarmEmail: { alarmEmail: "soc@example.com" },
  detection: { detection: '{"enabled":false}' },
  silence: { silence: '{"enabled":false}' },
  monthlyBudgetUsd: { monthlyBudgetUsd: "500", alarmEmail: "soc@example.com" },
};
