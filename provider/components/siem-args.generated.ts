// Made by `npm run generate` from the settings in settings.ts; do not edit.

export interface SiemArgs {
  /** Refuse to delete what holds logs (buckets, their key, the search domain); false also deletes bucket contents on destroy. Default: true. */
  protectData?: boolean;
  /** AWS accounts that may deliver logs, 12 at most; none: the stack's own account. Conflicts with organizationId. Default: []. Allowed: a list; each item: an AWS account id of twelve digits, in quotes: "111122223333". */
  accounts?: string[];
  /** AWS Organization whose accounts may all deliver logs. Conflicts with accounts. Default: "". Allowed: an AWS Organizations id, such as o-exampleorg1. */
  organizationId?: string;
  /** Organization in whose accounts logging is set up: an object of id, managementAccount, delegatedAdministrator, logArchiveAccount, regions and more, see docs/organization.md. Conflicts with accounts and organizationId. Default: {}. */
  organization?: Record<string, any>;
  /** AWS services that may deliver logs to the archive; vended-logs are VPC flow logs, Route 53 Resolver, WAF, Network Firewall and others. Default: ["cloudtrail","config","guardduty","macie","vended-logs","load-balancers"]. Allowed: a list; each item: cloudtrail, config, guardduty, macie, vended-logs, load-balancers. */
  deliveries?: string[];
  /** Buckets of others whose logs are loaded, such as the log archive of AWS Control Tower: objects of bucket and topicArn or eventBridge and, optionally, accountId, rawMessages, keyArns, roleArn with externalId. Default: []. */
  existingBuckets?: Record<string, any>[];
  /** Days that the archive keeps logs; at least retentionDays. Default: 2557. Allowed: a whole number from 1 to 36500. */
  archiveRetentionDays?: number;
  /** Keep archived logs from being deleted before archiveRetentionDays: governance from all but those with s3:BypassGovernanceRetention, compliance from everybody and for good, off. Without protectData governance locks nothing, so that the stack can be destroyed. An archive that is there is locked in place, for objects that come from then on; its bucket keeps Object Lock for good (docs/deploy-to-aws.md). Default: "governance". Allowed: governance, compliance, off. */
  archiveLock?: string;
  /** Days without access after which an archived log goes to Archive Access, where it is read only hours after it was asked for: 90 to 730, more than retentionDays, so that the loader can load again what is searchable. 0: never. Default: 0. Allowed: a whole number from 0 to 730. */
  archiveAccessDays?: number;
  /** Days without access after which an archived log goes to Deep Archive Access: 180 to 730, more than retentionDays and archiveAccessDays. 0: never. Default: 0. Allowed: a whole number from 0 to 730. */
  deepArchiveAccessDays?: number;
  /** Bucket that gets a copy of each archived log, at the price of the archive once more: bucketArn, region and keyArn and, if it is another account's, accountId; empty: none. Default: {}. */
  replica?: Record<string, any>;
  /** Who may read which archived logs: access points as objects of name, roleArns, prefixes (starts of keys) and, optionally, vpcId, from which alone they are used, or redaction, which masks personal data (kinds, keepNetworks, pseudonymKeySecretArn; none by default, because it needs S3 Object Lambda, which is closed to accounts that did not use it before 2025-11-07, and is charged by the GB; docs/access-points.md). Default: []. */
  accessPoints?: Record<string, any>[];
  /** Dashboard of S3 Storage Lens with a daily export: free, or advanced with activity and data protection, about $0.20 a month for a million objects of all buckets looked at. Default: "free". Allowed: off, free, advanced. */
  storageLens?: string;
  /** ARN of the organization that Storage Lens looks at, as its delegated administrator; empty: the stack's own account. Default: "". Allowed: the ARN of an organization, such as arn:aws:organizations::111122223333:organization/o-exampleorg1. */
  storageLensOrganization?: string;
  /** How often S3 lists what the archive holds, about $0.0025 for a million objects; `siem backfill --inventory` reads it where listing takes hours. Default: "weekly". Allowed: daily, weekly, off. */
  archiveInventory?: string;
  /** Old objects that `siem backfill` has loaded at the same time; reserved from the account's concurrency beside loaderConcurrency. 0: it sends them through the queue. Default: 2. Allowed: a whole number from 0 to 1000. */
  backfillConcurrency?: number;
  /** Days that logs stay searchable; events older than this are indexed by the time they arrived. Default: 90. Allowed: a whole number from 1 to 3650. */
  retentionDays?: number;
  /** What logs are searched with: a domain of nodes, or OpenSearch Serverless, which scales by itself and lacks what docs/serverless.md lists. Default: "domain". Allowed: domain, serverless. */
  searchEngine?: string;
  /** Keep what OpenSearch Serverless holds in a second zone as well; false halves the least cost; cannot be changed later. Default: true. */
  serverlessStandby?: boolean;
  /** A search domain to use instead of making one: endpoint (https://...), arn and, for alarms and costs, its instanceCount and volumeGib; its owner lets the functions' roles in. Default: {}. */
  existingDomain?: Record<string, any>;
  /** Version of OpenSearch. Default: "OpenSearch_2.19". Allowed: an OpenSearch version, such as OpenSearch_2.19. */
  engineVersion?: string;
  /** Instance type of the data nodes. Default: "r7g.large.search". Allowed: an OpenSearch instance type, such as r7g.large.search. */
  searchInstanceType?: string;
  /** Number of data nodes; a multiple of searchZones. Default: 3. Allowed: a whole number from 1 to 80. */
  searchInstanceCount?: number;
  /** Availability zones of the search domain. Default: 3. Allowed: 1, 2, 3. */
  searchZones?: number;
  /** Keep one of three zones as standby (99.99 % availability); needs 3 zones, dedicated masters and no burstable instances. Default: false. */
  searchStandby?: boolean;
  /** Instance type of three dedicated masters; empty: none. Default: "". Allowed: an OpenSearch instance type, such as r7g.large.search. */
  searchMasterType?: string;
  /** Type of UltraWarm nodes for logs that are searched seldom; needs dedicated masters; empty: none. Default: "". Allowed: a type of UltraWarm nodes, such as ultrawarm1.medium.search. */
  searchWarmType?: string;
  /** Number of UltraWarm nodes, two at least; with searchStandby a multiple of searchZones. Default: 0. Allowed: a whole number from 0 to 150. */
  searchWarmCount?: number;
  /** Cold storage for logs that are hardly searched: in S3, to be attached before they can be; needs searchWarmType. Default: false. */
  searchColdStorage?: boolean;
  /** Days after which logs go to the UltraWarm nodes, if there are any; events that arrive later are indexed by their arrival. Default: 7. Allowed: a whole number from 1 to 3650. */
  warmAfterDays?: number;
  /** Days after which logs go to cold storage, if there is any. Default: 30. Allowed: a whole number from 1 to 3650. */
  coldAfterDays?: number;
  /** GiB of gp3 storage of each data node. Default: 100. Allowed: a whole number from 10 to 16384. */
  searchVolumeGib?: number;
  /** I/O operations per second of each volume. Default: 3000. Allowed: a whole number from 3000 to 16000. */
  searchVolumeIops?: number;
  /** MiB per second of each volume. Default: 125. Allowed: a whole number from 125 to 1000. */
  searchVolumeThroughput?: number;
  /** Nightly snapshots in a bucket of the stack's own, kept for 14 days; the hourly ones that AWS makes go with their domain. Default: false. */
  searchSnapshots?: boolean;
  /** Hour (UTC) from which AWS may change the search domain for ten hours, when it updates it by itself. Default: 2. Allowed: a whole number from 0 to 23. */
  maintenanceHour?: number;
  /** A name of one's own for the search domain: hostName, and certificateArn of a certificate for it in ACM; a CNAME record must lead to searchEndpoint. Default: {}. */
  customEndpoint?: Record<string, any>;
  /** How people without an IAM role of their own sign in to OpenSearch Dashboards: kind saml (entityId, samlMetadata), identity-center (instanceArn) or cognito (userPoolId, identityPoolId). Default: {}. */
  dashboardsSignIn?: Record<string, any>;
  /** Metadata of the SAML identity provider; set it with `pulumi config set --secret`. Default: "". Allowed: the XML of an identity provider's metadata. */
  samlMetadata?: string;
  /** Groups that may search and open the dashboards, as the sign-in by SAML or IAM Identity Center calls them. Default: []. Allowed: a list; each item: the name of a group. */
  analystGroups?: string[];
  /** IAM roles that people use to search and to open the dashboards. Default: []. Allowed: a list; each item: the ARN of an IAM role, such as arn:aws:iam::111122223333:role/analyst. */
  analystRoleArns?: string[];
  /** IAM roles that people use to load again what was refused (`siem rejected replay`) and to redrive dead letters. Default: []. Allowed: a list; each item: the ARN of an IAM role, such as arn:aws:iam::111122223333:role/analyst. */
  operatorRoleArns?: string[];
  /** Create the service-linked role that OpenSearch needs in a VPC; false where the account has it already. Default: true. */
  createServiceLinkedRole?: boolean;
  /** MB of memory of the loader; 1769 MB is one processor. Default: 1769. Allowed: a whole number from 512 to 10240. */
  loaderMemory?: number;
  /** Seconds a batch may take; the queue hides messages for six times this. Default: 300. Allowed: a whole number from 30 to 900. */
  loaderTimeout?: number;
  /** Loaders that run at the same time; reserved from the account's concurrency. Default: 10. Allowed: a whole number from 2 to 1000. */
  loaderConcurrency?: number;
  /** Objects that one loader reads at the same time; each takes 64 MB of loaderMemory and up to 400 MB of loaderStorage. Default: 4. Allowed: a whole number from 1 to 16. */
  loaderObjectsAtOnce?: number;
  /** Messages that a loader is given at once; more than 10 need a loaderBatchWindow. Default: 10. Allowed: a whole number from 1 to 1000. */
  loaderBatchSize?: number;
  /** Seconds that Lambda waits for a batch to fill; long enough for objects that arrive together to share requests. Default: 2. Allowed: a whole number from 0 to 300. */
  loaderBatchWindow?: number;
  /** MB of disk of the loader, where the index of a Parquet file is looked for. Default: 2048. Allowed: a whole number from 512 to 10240. */
  loaderStorage?: number;
  /** Log sources of one's own: paths, from the folder of Pulumi.yaml, of modules whose default export is made with defineSource. Default: []. Allowed: a list; each item: the path of a TypeScript or JavaScript module. */
  sourceModules?: string[];
  /** What objects are, where their key and content do not say it: objects of bucket, prefix, suffix (one at least) and source, timeZone or exclude. Default: []. */
  sources?: Record<string, any>[];
  /** Records to drop, sample or put into an index of their own: objects of name, where, action (drop, sample, route) and, optionally, sources, keepOneIn, route, dryRun. Default: []. */
  filters?: Record<string, any>[];
  /** The organisation's own networks, to name them in events: objects of cidr, name and, optionally, country (ISO 3166-1 alpha-2). Default: []. */
  networks?: Record<string, any>[];
  /** Limits to what a log may be, against input that is made to harm: numbers by the names of docs/limits.md, such as lineBytes; the others keep their defaults. Default: {}. */
  limits?: Record<string, any>;
  /** Whether the search domain and the functions are in a VPC; public is for trying out only. Default: "vpc". Allowed: vpc, public. */
  network?: string;
  /** Addresses of the VPC that is made; unused with vpcId. Default: "10.64.0.0/24". Allowed: an IPv4 network of /16 to /26, such as 10.64.0.0/24. */
  vpcCidr?: string;
  /** An existing VPC to use; needs subnetIds, a gateway endpoint of S3 (of DynamoDB too with OpenSearch Serverless) and interface endpoints with private DNS: of SQS, of SNS for alerts and the watch for silence, of STS where existingBuckets have roles. Default: "". Allowed: the id of a VPC, such as vpc-0123456789abcdef0. */
  vpcId?: string;
  /** Private subnets of vpcId, one for each of searchZones, two at least; without a search domain of the stack's own, two or more in different zones. Default: []. Allowed: a list; each item: the id of a subnet. */
  subnetIds?: string[];
  /** A way from the VPC that is made to the internet, for functions of one's own: none, one, or one in each zone; charged by the hour. Default: "none". Allowed: none, one, each-zone. */
  natGateways?: string;
  /** Services that functions in the VPC that is made reach without internet, beside S3, SQS and OpenSearch; each is charged by the hour and zone. Default: []. Allowed: a list; each item: kms, logs, monitoring, sns, sts, secretsmanager, es. */
  vpcEndpoints?: string[];
  /** A file system (EFS) in the VPC for models and large databases, which the loader mounts: its country.mmdb is used instead of the bundled one. Default: false. */
  modelStorage?: boolean;
  /** IAM roles that put files into the file system of modelStorage. Default: []. Allowed: a list; each item: the ARN of an IAM role, such as arn:aws:iam::111122223333:role/analyst. */
  modelWriterRoleArns?: string[];
  /** Days that the functions' and the domain's own logs are kept. Default: 365. Allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. */
  logRetentionDays?: number;
  /** Address that alarms are mailed to; AWS asks its owner to confirm. Default: "". Allowed: one e-mail address, such as soc@example.com. */
  alarmEmail?: string;
  /** Which rules detect in the logs and who is told: enabled, builtInRules, rules, runsPerMinute, alertLevel, notifyLevel, escalateLevel, escalateMinutes, growthMinutes, stormAlerts, digest, digestHour, allowedLatenessMinutes, partitions, fastLane, email, webhookSecretArn (docs/detection.md). Default: {}. */
  detection?: Record<string, any>;
  /** When it is told that an account stopped sending a log: enabled, learningDays, factor, minimumHours, and senders, a list of objects of dataset, account, region with hours or ignore (docs/silence.md). Default: {}. */
  silence?: Record<string, any>;
  /** US dollars that the account may cost in a month before alarmEmail is told; 0: no budget. Default: 0. Allowed: a whole number from 0 to 10000000. */
  monthlyBudgetUsd?: number;
}
