import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { defaultLoaderShape } from "./components/ingest/loader-shape";
import { knownSources } from "./components/lambda/source-modules";
import { endpointServices } from "./components/network/endpoint-services";
import { natGatewayChoices } from "./components/network/nat-gateways";
import { type DetectionSettings, parseDetection } from "./functions/detector/detection-settings";
import { type FilterRule, parseFilterRules } from "./functions/loader/filter-rules";
import { parseSourceRules, type SourceRule } from "./functions/loader/source-rules";
import { ConfigurationError } from "./functions/shared/errors";
import { type Limits, parseLimits } from "./functions/shared/limits";
import { suggest } from "./functions/shared/suggest";
import { parseSilenceRules, type SilenceRules } from "./functions/silence/rules";
import { parseLogAccess, parseReplica } from "./settings/access";
import { refuseImpossibleArchive } from "./settings/archive";
import * as define from "./settings/definition";
import { refuseDuplicates } from "./settings/duplicates";
import { parseExistingBucket } from "./settings/existing-buckets";
import * as forms from "./settings/forms";
import { refuseImpossibleLoader } from "./settings/loader-shape";
import { listedObject, type MembersReader, optionalObject } from "./settings/members-reader";
import { refuseImpossibleNetwork } from "./settings/network";
import { parseOrganization, refuseImpossibleOrganization } from "./settings/organization";
import type { Part } from "./settings/parts";
import { refuseElsewhere } from "./settings/placement";
import { refuseUnknownRegion } from "./settings/region";
import { makesDomain, readCustomEndpoint, readExistingDomain, refuseImpossibleSearch } from "./settings/search";
import { refuseImpossibleShape } from "./settings/search-shape";
import { readSignIn } from "./settings/sign-in";

/** Every setting of a stack: `siem:<name>` in Pulumi.<stack>.yaml. Pulumi.yaml declares the same; a test compares them. */
export const definitions = {
  protectData: define.flag(
    true,
    "Refuse to delete what holds logs (buckets, their key, the search domain); false also deletes bucket contents on destroy",
  ),

  accounts: define.textList(
    forms.accountId,
    "AWS accounts that may deliver logs, 12 at most; none: the stack's own account. Conflicts with organizationId",
  ),
  organizationId: define.optionalText(
    forms.organizationId,
    "AWS Organization whose accounts may all deliver logs. Conflicts with accounts",
  ),
  organization: define.object(
    "Organization in whose accounts logging is set up: an object of id, managementAccount, delegatedAdministrator, logArchiveAccount, regions and more, see docs/organization.md. Conflicts with accounts and organizationId",
    optionalObject(parseOrganization),
  ),
  deliveries: define.choiceList(
    ["cloudtrail", "config", "guardduty", "macie", "vended-logs", "load-balancers"],
    "AWS services that may deliver logs to the archive; vended-logs are VPC flow logs, Route 53 Resolver, WAF, Network Firewall and others",
  ),
  existingBuckets: define.objectList(
    "Buckets of others whose logs are loaded, such as the log archive of AWS Control Tower: objects of bucket and topicArn or eventBridge and, optionally, accountId, rawMessages, keyArns, roleArn with externalId",
    listedObject(parseExistingBucket),
  ),
  archiveRetentionDays: define.integer(
    2557,
    { min: 1, max: 36_500 },
    "Days that the archive keeps logs; at least retentionDays",
  ),
  archiveLock: define.choice(
    "governance",
    ["governance", "compliance", "off"],
    "Keep archived logs from being deleted before archiveRetentionDays: governance from all but those with s3:BypassGovernanceRetention, compliance from everybody and for good, off. Without protectData governance locks nothing, so that the stack can be destroyed. An archive that is there is locked in place, for objects that come from then on; its bucket keeps Object Lock for good (docs/deploy-to-aws.md)",
  ),
  archiveAccessDays: define.integer(
    0,
    { min: 0, max: 730 },
    "Days without access after which an archived log goes to Archive Access, where it is read only hours after it was asked for: 90 to 730, more than retentionDays, so that the loader can load again what is searchable. 0: never",
  ),
  deepArchiveAccessDays: define.integer(
    0,
    { min: 0, max: 730 },
    "Days without access after which an archived log goes to Deep Archive Access: 180 to 730, more than retentionDays and archiveAccessDays. 0: never",
  ),
  replica: define.object(
    "Bucket that gets a copy of each archived log, at the price of the archive once more: bucketArn, region and keyArn and, if it is another account's, accountId; empty: none",
    optionalObject(parseReplica),
  ),
  accessPoints: define.objectList(
    "Who may read which archived logs: access points as objects of name, roleArns, prefixes (starts of keys) and, optionally, vpcId, from which alone they are used, or redaction, which masks personal data (kinds, keepNetworks, pseudonymKeySecretArn; none by default, because it needs S3 Object Lambda, which is closed to accounts that did not use it before 2025-11-07, and is charged by the GB; docs/access-points.md)",
    listedObject(parseLogAccess),
  ),
  storageLens: define.choice(
    "free",
    ["off", "free", "advanced"],
    "Dashboard of S3 Storage Lens with a daily export: free, or advanced with activity and data protection, about $0.20 a month for a million objects of all buckets looked at",
  ),
  storageLensOrganization: define.optionalText(
    forms.organizationArn,
    "ARN of the organization that Storage Lens looks at, as its delegated administrator; empty: the stack's own account",
  ),
  archiveInventory: define.choice(
    "weekly",
    ["daily", "weekly", "off"],
    "How often S3 lists what the archive holds, about $0.0025 for a million objects; `siem backfill --inventory` reads it where listing takes hours",
  ),
  backfillConcurrency: define.integer(
    2,
    { min: 0, max: 1000 },
    "Old objects that `siem backfill` has loaded at the same time; reserved from the account's concurrency beside loaderConcurrency. 0: it sends them through the queue",
  ),

  retentionDays: define.integer(
    90,
    { min: 1, max: 3650 },
    "Days that logs stay searchable; events older than this are indexed by the time they arrived",
  ),
  searchEngine: define.choice(
    "domain",
    ["domain", "serverless"],
    "What logs are searched with: a domain of nodes, or OpenSearch Serverless, which scales by itself and lacks what docs/serverless.md lists",
  ),
  serverlessStandby: define.flag(
    true,
    "Keep what OpenSearch Serverless holds in a second zone as well; false halves the least cost; cannot be changed later",
  ),
  existingDomain: define.object(
    "A search domain to use instead of making one: endpoint (https://...), arn and, for alarms and costs, its instanceCount and volumeGib; its owner lets the functions' roles in",
    optionalObject(readExistingDomain),
  ),
  engineVersion: define.text("OpenSearch_2.19", forms.engineVersion, "Version of OpenSearch"),
  searchInstanceType: define.text("r7g.large.search", forms.instanceType, "Instance type of the data nodes"),
  searchInstanceCount: define.integer(3, { min: 1, max: 80 }, "Number of data nodes; a multiple of searchZones"),
  searchZones: define.integer(3, { oneOf: [1, 2, 3] }, "Availability zones of the search domain"),
  searchStandby: define.flag(
    false,
    "Keep one of three zones as standby (99.99 % availability); needs 3 zones, dedicated masters and no burstable instances",
  ),
  searchMasterType: define.optionalText(forms.instanceType, "Instance type of three dedicated masters; empty: none"),
  searchWarmType: define.optionalText(
    forms.warmInstanceType,
    "Type of UltraWarm nodes for logs that are searched seldom; needs dedicated masters; empty: none",
  ),
  searchWarmCount: define.integer(
    0,
    { min: 0, max: 150 },
    "Number of UltraWarm nodes, two at least; with searchStandby a multiple of searchZones",
  ),
  searchColdStorage: define.flag(
    false,
    "Cold storage for logs that are hardly searched: in S3, to be attached before they can be; needs searchWarmType",
  ),
  warmAfterDays: define.integer(
    7,
    { min: 1, max: 3650 },
    "Days after which logs go to the UltraWarm nodes, if there are any; events that arrive later are indexed by their arrival",
  ),
  coldAfterDays: define.integer(30, { min: 1, max: 3650 }, "Days after which logs go to cold storage, if there is any"),
  searchVolumeGib: define.integer(100, { min: 10, max: 16_384 }, "GiB of gp3 storage of each data node"),
  searchVolumeIops: define.integer(3000, { min: 3000, max: 16_000 }, "I/O operations per second of each volume"),
  searchVolumeThroughput: define.integer(125, { min: 125, max: 1000 }, "MiB per second of each volume"),
  searchSnapshots: define.flag(
    false,
    "Nightly snapshots in a bucket of the stack's own, kept for 14 days; the hourly ones that AWS makes go with their domain",
  ),
  maintenanceHour: define.integer(
    2,
    { min: 0, max: 23 },
    "Hour (UTC) from which AWS may change the search domain for ten hours, when it updates it by itself",
  ),
  customEndpoint: define.object(
    "A name of one's own for the search domain: hostName, and certificateArn of a certificate for it in ACM; a CNAME record must lead to searchEndpoint",
    optionalObject(readCustomEndpoint),
  ),
  dashboardsSignIn: define.object(
    "How people without an IAM role of their own sign in to OpenSearch Dashboards: kind saml (entityId, samlMetadata), identity-center (instanceArn) or cognito (userPoolId, identityPoolId)",
    optionalObject(readSignIn),
  ),
  samlMetadata: define.secretText(
    { pattern: /<(\w+:)?EntityDescriptor[\s>]/, form: "the XML of an identity provider's metadata" },
    "Metadata of the SAML identity provider; set it with `pulumi config set --secret`",
  ),
  analystGroups: define.textList(
    { pattern: /\S/, form: "the name of a group" },
    "Groups that may search and open the dashboards, as the sign-in by SAML or IAM Identity Center calls them",
  ),
  analystRoleArns: define.textList(forms.roleArn, "IAM roles that people use to search and to open the dashboards"),
  operatorRoleArns: define.textList(
    forms.roleArn,
    "IAM roles that people use to load again what was refused (`siem rejected replay`) and to redrive dead letters",
  ),
  createServiceLinkedRole: define.flag(
    true,
    "Create the service-linked role that OpenSearch needs in a VPC; false where the account has it already",
  ),

  loaderMemory: define.integer(
    defaultLoaderShape.memorySize,
    { min: 512, max: 10_240 },
    "MB of memory of the loader; 1769 MB is one processor",
  ),
  loaderTimeout: define.integer(
    defaultLoaderShape.timeout,
    { min: 30, max: 900 },
    "Seconds a batch may take; the queue hides messages for six times this",
  ),
  loaderConcurrency: define.integer(
    defaultLoaderShape.concurrency,
    { min: 2, max: 1000 },
    "Loaders that run at the same time; reserved from the account's concurrency",
  ),
  loaderObjectsAtOnce: define.integer(
    defaultLoaderShape.objectsAtOnce,
    { min: 1, max: 16 },
    "Objects that one loader reads at the same time; each takes 64 MB of loaderMemory and up to 400 MB of loaderStorage",
  ),
  loaderBatchSize: define.integer(
    defaultLoaderShape.batchSize,
    { min: 1, max: 1000 },
    "Messages that a loader is given at once; more than 10 need a loaderBatchWindow",
  ),
  loaderBatchWindow: define.integer(
    defaultLoaderShape.batchWindow,
    { min: 0, max: 300 },
    "Seconds that Lambda waits for a batch to fill; long enough for objects that arrive together to share requests",
  ),
  loaderStorage: define.integer(
    defaultLoaderShape.storageSize,
    { min: 512, max: 10_240 },
    "MB of disk of the loader, where the index of a Parquet file is looked for",
  ),
  sourceModules: define.textList(
    { pattern: /\.(?:[cm]?ts|[cm]?js)$/, form: "the path of a TypeScript or JavaScript module" },
    "Log sources of one's own: paths, from the folder of Pulumi.yaml, of modules whose default export is made with defineSource",
  ),
  sources: define.objectList(
    "What objects are, where their key and content do not say it: objects of bucket, prefix, suffix (one at least) and source, timeZone or exclude",
    (rule) => rule,
  ),
  filters: define.objectList(
    "Records to drop, sample or put into an index of their own: objects of name, where, action (drop, sample, route) and, optionally, sources, keepOneIn, route, dryRun",
    (filter) => filter,
  ),
  networks: define.objectList(
    "The organisation's own networks, to name them in events: objects of cidr, name and, optionally, country (ISO 3166-1 alpha-2)",
    listedObject(parseNetwork),
  ),

  limits: define.object(
    "Limits to what a log may be, against input that is made to harm: numbers by the names of docs/limits.md, such as lineBytes; the others keep their defaults",
    (limits) => limits,
  ),

  network: define.choice(
    "vpc",
    ["vpc", "public"],
    "Whether the search domain and the functions are in a VPC; public is for trying out only",
  ),
  vpcCidr: define.text("10.64.0.0/24", forms.vpcNetwork, "Addresses of the VPC that is made; unused with vpcId"),
  vpcId: define.optionalText(
    forms.vpcId,
    "An existing VPC to use; needs subnetIds, a gateway endpoint of S3 (of DynamoDB too with OpenSearch Serverless) and interface endpoints with private DNS: of SQS, of SNS for alerts and the watch for silence, of STS where existingBuckets have roles",
  ),
  subnetIds: define.textList(
    forms.subnetId,
    "Private subnets of vpcId, one for each of searchZones, two at least; without a search domain of the stack's own, two or more in different zones",
  ),
  natGateways: define.choice(
    "none",
    natGatewayChoices,
    "A way from the VPC that is made to the internet, for functions of one's own: none, one, or one in each zone; charged by the hour",
  ),
  vpcEndpoints: define.choiceList(
    endpointServices,
    "Services that functions in the VPC that is made reach without internet, beside S3, SQS and OpenSearch; each is charged by the hour and zone",
    [],
  ),

  modelStorage: define.flag(
    false,
    "A file system (EFS) in the VPC for models and large databases, which the loader mounts: its country.mmdb is used instead of the bundled one",
  ),
  modelWriterRoleArns: define.textList(forms.roleArn, "IAM roles that put files into the file system of modelStorage"),

  logRetentionDays: define.integer(
    365,
    { oneOf: forms.logGroupRetentions },
    "Days that the functions' and the domain's own logs are kept",
  ),
  alarmEmail: define.optionalText(
    forms.emailAddress,
    "Address that alarms are mailed to; AWS asks its owner to confirm",
  ),
  detection: define.object(
    "Which rules detect in the logs and who is told: enabled, builtInRules, rules, runsPerMinute, alertLevel, notifyLevel, escalateLevel, escalateMinutes, growthMinutes, stormAlerts, digest, digestHour, allowedLatenessMinutes, partitions, fastLane, email, webhookSecretArn (docs/detection.md)",
    (detection) => detection,
  ),
  silence: define.object(
    "When it is told that an account stopped sending a log: enabled, learningDays, factor, minimumHours, and senders, a list of objects of dataset, account, region with hours or ignore (docs/silence.md)",
    (silence) => silence,
  ),
  monthlyBudgetUsd: define.integer(
    0,
    { min: 0, max: 10_000_000 },
    "US dollars that the account may cost in a month before alarmEmail is told; 0: no budget",
  ),
};

type Values = { readonly [Key in keyof typeof definitions]: ReturnType<(typeof definitions)[Key]["parse"]> };

export interface Settings extends Omit<Values, "sources" | "filters" | "limits" | "detection" | "silence"> {
  readonly sources: readonly SourceRule[];
  readonly filters: readonly FilterRule[];
  readonly limits: Limits;
  readonly detection: DetectionSettings;
  readonly silence: SilenceRules;
}

/** A network of the organisation's own. */
export interface OwnNetwork {
  readonly cidr: string;
  readonly name: string;
  readonly country?: string;
}

/**
 * Reads the settings of the current stack, in the namespace of its project.
 * @param folder where paths in them start. Default: this package's, for the stages of its own.
 */
export function stackSettings(folder = __dirname): Settings {
  return readSettings(pulumi.runtime.allConfig(), pulumi.getProject(), folder);
}

/**
 * Reads settings from the configuration of a stack (`<namespace>:<key>` -> text). Keys of other namespaces are ignored
 * but for the region; an unknown key, a value that is not allowed and settings that contradict each other throw a ConfigurationError.
 */
export function readSettings(
  config: Readonly<Record<string, string>>,
  namespace = "siem",
  folder = __dirname,
): Settings {
  const prefix = `${namespace}:`;
  refuseUnknownRegion(config);
  for (const key of Object.keys(config)) {
    if (key.startsWith(prefix) && !Object.hasOwn(definitions, key.slice(prefix.length))) refuseUnknown(prefix, key);
  }
  const values = Object.entries(definitions).map(([key, definition]) => {
    const given = config[prefix + key];
    return [key, define.parseSetting<unknown>(prefix + key, definition, given ?? defaultText(definition.default))];
  });
  // Each value was parsed by its key's own definition.
  const settings = withLogSources(Object.fromEntries(values) as Values, prefix, folder);
  const parts = partsIn(config, prefix);
  refuseDuplicates(parts);
  refuseElsewhere(
    // What is told of logs may be anywhere.
    parts.filter(({ name }) => name !== "filters" && name !== "silence"),
    config["aws:region"] ?? settings.organization?.regions[0],
  );
  refuseContradictions(settings, prefix, config["aws:region"]);
  return settings;
}

/** The settings that are given, as they are written; but for secrets, which no message may hold. */
function partsIn(config: Readonly<Record<string, string>>, prefix: string): Part[] {
  return Object.entries(definitions).flatMap(([name, { type, secret }]) => {
    const text = config[prefix + name];
    if (text === undefined || secret) return [];
    const value: unknown = type === "array" || type === "object" ? JSON.parse(text) : text;
    return [{ path: prefix + name, kind: prefix + name, name, value, around: [] }];
  });
}

/** Checks what names log sources against those there are, and makes paths absolute. */
function withLogSources(values: Values, prefix: string, folder: string): Settings {
  const sourceModules = values.sourceModules.map((path) => resolve(folder, path));
  const known = define.naming(`${prefix}sourceModules`, () => knownSources(sourceModules));
  return {
    ...values,
    sourceModules,
    sources: define.naming(`${prefix}sources`, () => parseSourceRules(values.sources, known.ids)),
    filters: define.naming(`${prefix}filters`, () => parseFilterRules(values.filters, known)),
    limits: define.naming(`${prefix}limits`, () => parseLimits(values.limits)),
    detection: withPaths(
      define.naming(`${prefix}detection`, () => parseDetection(values.detection)),
      folder,
    ),
    silence: define.naming(`${prefix}silence`, () => parseSilenceRules(values.silence)),
  };
}

function withPaths(detection: DetectionSettings, folder: string): DetectionSettings {
  return { ...detection, rules: detection.rules.map((path) => resolve(folder, path)) };
}

function defaultText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function refuseUnknown(prefix: string, key: string): never {
  const known = Object.keys(definitions);
  const meant = suggest(key.slice(prefix.length), known);
  throw new ConfigurationError(
    `Unknown setting ${key}${meant === undefined ? "." : `: did you mean ${prefix}${meant}?`} Allowed: ${known.join(", ")}.`,
  );
}

function refuseContradictions(settings: Settings, prefix: string, region: string | undefined): void {
  if (settings.accounts.length > 0 && settings.organizationId !== undefined) {
    throw new ConfigurationError(
      `${prefix}accounts and ${prefix}organizationId are both set; keep one: the organization includes its accounts.`,
    );
  }
  if (settings.monthlyBudgetUsd > 0 && settings.alarmEmail === undefined) {
    throw new ConfigurationError(
      `${prefix}monthlyBudgetUsd is set but ${prefix}alarmEmail is not: nobody would be told; set it.`,
    );
  }
  refuseImpossibleArchive(settings, prefix, region);
  refuseImpossibleNetwork(settings, prefix);
  refuseImpossibleOrganization(settings, prefix, region);
  if (makesDomain(settings)) refuseImpossibleShape(settings, prefix);
  refuseImpossibleSearch(settings, prefix);
  refuseImpossibleLoader(settings, prefix);
}

function parseNetwork(read: MembersReader): OwnNetwork {
  const [cidr, name] = [read.text("cidr", forms.network), read.text("name", forms.anyText)];
  const country = read.optionalText("country", { pattern: /^[A-Z]{2}$/, form: "a two-letter country code" });
  return { cidr, name, ...(country !== undefined && { country }) };
}
