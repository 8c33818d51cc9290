import { dataEvents } from "../../../components/organization/data-events";
import { guardDutyFeatures } from "../../../components/organization/guardduty-features";
import { logDestinations, organizationServices } from "../../../components/organization/organization";
import { securityLakeSources } from "../../../components/organization/security-lake-sources";
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
  archiveAccessDays: { archiveAccessDays: "180", archiveRetentionDays: "400" },
  deepArchiveAccessDays: { deepArchiveAccessDays: "365", archiveRetentionDays: "400" },
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

const account = "444455556666";
const regionalArn = (service: string, resource: string, owner = "111122223333") =>
  `arn:aws:${service}:eu-west-1:${owner}:${resource}`;

/** As `variations`, with values that are no texts yet. */
function settings(values: Partial<Record<keyof typeof definitions, unknown>>): Variation {
  const texts = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts) as Variation;
}

const signIn = (dashboardsSignIn: object) => settings({ dashboardsSignIn });

/**
 * Options beyond those of `variations`, several at once, each deployed on top of dev. tests/settings/options.test.ts says
 * which are missing.
 */
export const combinations: Readonly<Record<string, Variation>> = {
  "all of the archive": settings({
    ...{ archiveLock: "off", storageLens: "off", archiveInventory: "off" },
    existingBuckets: [
      {
        ...{ bucket: "their-logs", accountId: account, rawMessages: false },
        topicArn: regionalArn("sns", "new-logs", account),
        keyArns: [regionalArn("kms", "key/11111111-2222-4333-8444-555555555555", account)],
      },
      { bucket: "other-logs", eventBridge: true, roleArn: `arn:aws:iam::${account}:role/read`, externalId: "siem-7" },
    ],
    replica: {
      ...{ bucketArn: "arn:aws:s3:::copy", region: "eu-central-1", accountId: account },
      keyArn: "arn:aws:kms:eu-central-1:444455556666:key/11111111-2222-4333-8444-555555555555",
    },
    accessPoints: [
      {
        ...{ name: "shop", roleArns: ["arn:aws:iam::111122223333:role/shop"], prefixes: ["AWSLogs/111122223333/"] },
        vpcId: "vpc-0123456789abcdef0",
      },
      {
        ...{ name: "masked", roleArns: ["arn:aws:iam::111122223333:role/analyst"], prefixes: ["AWSLogs/"] },
        redaction: {
          kinds: ["user", "email", "phone", "ip"],
          keepNetworks: ["10.0.0.0/8"],
          pseudonymKeySecretArn: regionalArn("secretsmanager", "secret:siem/pseudonyms-AbCdEf"),
        },
      },
    ],
  }),
  "all of the loader": settings({
    sources: [
      { bucket: "partner-logs", suffix: ".log", source: "linux-auth", timeZone: "Europe/Zurich" },
      { prefix: "tmp/", exclude: true },
    ],
    filters: [
      {
        ...{ name: "health-checks", sources: ["aws-alb"], action: "sample", keepOneIn: 100 },
        where: [
          { field: "source.ip", cidr: ["10.0.0.0/8"] },
          { field: "url.path", regex: "^/health" },
          { field: "user.name", exists: false },
          { field: "event.action", equals: ["x"], not: true },
        ],
      },
      {
        name: "noise",
        where: [{ field: "event.action", equals: "GetObject" }],
        action: "route",
        route: "noise",
        dryRun: true,
      },
    ],
    networks: [{ cidr: "192.0.2.0/24", name: "Office", country: "CH" }],
    limits: {
      ...{ expandedBytes: 2_000_000, expansionRatio: 100, ratioFreeBytes: 2_000_000, members: 100, containers: 2 },
      ...{ lineBytes: 65_536, recordBytes: 131_072, depth: 50, keys: 1_000, arrayItems: 100, keywordCharacters: 512 },
    },
  }),
  "all of SAML": {
    ...saml,
    ...signIn({
      kind: "saml",
      entityId: "https://idp.example.com",
      rolesKey: "Role",
      subjectKey: "NameID",
      sessionMinutes: 480,
    }),
  },
  "IAM Identity Center": signIn({
    kind: "identity-center",
    instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
  }),
  Cognito: signIn({
    ...{ kind: "cognito", userPoolId: "eu-west-1_AbCdEfGhI" },
    identityPoolId: "eu-west-1:12345678-1234-1234-1234-123456789012",
  }),
  "all of an existing domain": settings({
    existingDomain: { ...existingDomain, instanceCount: 3, volumeGib: 500 },
    network: "public",
  }),
  "all of the network": settings({
    ...{ natGateways: "each-zone", vpcCidr: "10.64.0.0/22" },
    vpcEndpoints: ["kms", "logs", "monitoring", "sns", "sts", "secretsmanager", "es"],
  }),
  "all of the detection": settings({
    detection: {
      ...{ enabled: true, builtInRules: false, rules: ["rules/cloudtrail"], alertLevel: "medium", notifyLevel: "high" },
      ...{ escalateLevel: "critical", escalateMinutes: 30, growthMinutes: 30, stormAlerts: 10 },
      ...{ allowedLatenessMinutes: 30, fastLane: false, email: "soc@example.com" },
      ...{ runsPerMinute: 1, partitions: 2, digest: true, digestHour: 9 },
      webhookSecretArn: regionalArn("secretsmanager", "secret:siem/webhook-AbCdEf"),
    },
    silence: {
      ...{ enabled: true, learningDays: 14, factor: 2, minimumHours: 4 },
      senders: [
        { dataset: "aws.cloudtrail", account, region: "eu-west-1", hours: 6 },
        { dataset: "aws.waf", ignore: true },
      ],
    },
  }),
  "all of an organization": settings({
    organization: {
      ...(JSON.parse(organization) as object),
      ...{ memberAccounts: ["123456789012"], regions: ["eu-west-1", "us-east-1"] },
      role: { name: "siem-deployment", externalId: "example-external-id" },
      services: [...organizationServices],
      dataEvents: [...dataEvents],
      guardDutyFeatures: [...guardDutyFeatures],
      ...{ trustedAccess: false, createServiceLinkedRoles: false, destinations: [...logDestinations] },
      memberLogs: [
        {
          ...{ account: "123456789012", region: "eu-west-1", vpcIds: ["vpc-0123456789abcdef0"] },
          ...{ flowLogFields: "all", resolverQueryLogs: false, logGroups: ["/aws/eks/shop/cluster"] },
          webAclArns: [regionalArn("wafv2", "regional/webacl/shop/1", "123456789012")],
          networkFirewallArns: [regionalArn("network-firewall", "firewall/shop", "123456789012")],
        },
        {
          ...{ account: "123456789012", region: "us-east-1", everyLogGroupExcept: ["/aws/lambda/chatty"] },
          flowLogFields: "default",
          logDeliveries: [
            { resourceArn: "arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE", logType: "ACCESS_LOGS" },
          ],
        },
      ],
      securityLake: {
        ...{ account: "777788889999", region: "eu-west-1", externalId: "example-external-id" },
        sources: [...securityLakeSources],
      },
    },
  }),
};
