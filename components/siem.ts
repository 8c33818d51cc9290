import type * as pulumi from "@pulumi/pulumi";
import type { DetectionSettings } from "../functions/detector/detection-settings";
import type { FilterRule } from "../functions/loader/filter-rules";
import type { DetectionRules } from "../functions/loader/signals";
import type { SourceRule } from "../functions/loader/source-rules";
import type { Limits } from "../functions/shared/limits";
import { defaultSilenceRules, type SilenceRules } from "../functions/silence/rules";
import { ArchiveReplication, type ReplicaBucket } from "./archive/archive-replication";
import { ArchiveReports, type ArchiveReportsArgs } from "./archive/archive-reports";
import { BatchLoading } from "./archive/batch-loading";
import type { ArchiveDelivery } from "./archive/deliveries";
import {
  type AnnouncedBucket,
  type ExistingBucket,
  ExistingLogBucket,
  existingBucketSenders,
} from "./archive/existing-log-bucket";
import {
  accessPointDecryption,
  accessPointDelegation,
  type LogAccess,
  LogAccessPoint,
} from "./archive/log-access-point";
import { type ArchiveLock, LogArchive } from "./archive/log-archive";
import { RedactingAccessPoint } from "./archive/redacting-access-point";
import type { ArchiveTiers } from "./archive/secure-bucket";
import type { LogSenders } from "./archive/senders";
import { StorageLens, type StorageLensArgs, storageLensDelivery, storageLensEncryption } from "./archive/storage-lens";
import { arn, s3BucketArn } from "./aws/arn";
import { type AwsTarget, currentTarget } from "./aws/target";
import { Detection, detectionPaths, detectionRoles } from "./detection/detection";
import { CustomerKey } from "./encryption/customer-key";
import { alarmPublishing, logGroupEncryption, rulePublishing } from "./encryption/service-statements";
import { defaultLoaderShape, type LoaderShape } from "./ingest/loader-shape";
import { LogLoader, type OwnNetwork } from "./ingest/log-loader";
import { LogQueue } from "./ingest/log-queue";
import { FunctionRole } from "./lambda/function-role";
import type { EndpointService } from "./network/endpoint-services";
import type { NatGateways } from "./network/nat-gateways";
import { SiemNetwork } from "./network/siem-network";
import { AlarmTopic } from "./operations/alarm-topic";
import { Monitoring } from "./operations/monitoring";
import { MonthlyBudget } from "./operations/monthly-budget";
import { SilenceWatch, silenceWatchPaths } from "./operations/silence-watch";
import type { Organization } from "./organization/organization";
import { OrganizationLogs } from "./organization/organization-logs";
import { organizationDeliveries } from "./organization/organization-senders";
import { lakePrefixes } from "./organization/security-lake-subscriber";
import { ownLogGroups } from "./own-log-groups";
import { type SearchBackend, searchBackend } from "./search/search-backend";
import type { SearchChoice } from "./search/search-choice";
import { SearchContent } from "./search/search-content";
import { SiemComponent } from "./siem-component";
import { ModelStorage } from "./storage/model-storage";

/** A VPC that is made. */
interface MadeNetwork {
  readonly cidrBlock: string;
  /** Services that functions reach from the VPC, beside S3, SQS and OpenSearch. Default: none. */
  readonly endpoints?: readonly EndpointService[];
  /** A way out to the internet. Default: none. */
  readonly natGateways?: NatGateways;
}

export interface SiemArgs {
  /** Refuse to delete what holds logs; false also deletes bucket contents on destroy. Default: true. */
  readonly protect?: boolean;
  readonly archive: {
    /** Default: the account that the SIEM is in. */
    readonly senders?: LogSenders;
    /** Default: all. */
    readonly deliveries?: readonly (ArchiveDelivery | "load-balancers")[];
    /** Days. */
    readonly retentionDays: number;
    /** Default: all logs can be read at once. */
    readonly archiveTiers?: ArchiveTiers;
    /** Default: "governance"; "off" without `protect`. */
    readonly lock?: ArchiveLock | undefined;
    /** Bucket that gets a copy of each log. Default: none. */
    readonly replica?: ReplicaBucket | undefined;
  };
  /** Who may read which logs in the archive itself. Default: nobody by an access point. */
  readonly accessPoints?: readonly LogAccess[];
  /** A dashboard of Storage Lens. Default: none. */
  readonly storageLens?: Pick<StorageLensArgs, "advanced" | "organizationArn"> | undefined;
  /** Buckets of others whose logs are loaded too. Default: none. */
  readonly existingBuckets?: readonly ExistingBucket[];
  /** Accounts in which logging is set up; conflicts with senders. Default: in none, whatever they deliver. */
  readonly organization?: Organization | undefined;
  /** What is written about the archive. Default: nothing but reports of S3 Batch Operations. */
  readonly reports?: Pick<ArchiveReportsArgs, "inventory">;
  /** Old objects that S3 Batch Operations has loaded at the same time. Default: 0, it cannot load any. */
  readonly backfillConcurrency?: number;
  /** A domain that is made, or an existing one. */
  readonly search: SearchChoice;
  /** Default: the shape of `defaultLoaderShape`, for each part. */
  readonly loader?: Partial<LoaderShape> & {
    /** The organisation's own networks. Default: none. */
    readonly networks?: readonly OwnNetwork[];
    /** What the objects under some prefixes, or of other buckets, are. Default: what their key and content say. */
    readonly sourceRules?: readonly SourceRule[];
    /** What is dropped, sampled or put into an index of its own. Default: nothing. */
    readonly filters?: readonly FilterRule[];
  };
  /** Which rules detect in the logs, and who is told. Default: nothing detects. */
  readonly detection?: { readonly rules: DetectionRules; readonly settings: DetectionSettings } | undefined;
  /** What a log may be, against input that is made to harm. Default: the defaults of `siem:limits`. */
  readonly limits?: Limits;
  /** Absolute paths of modules whose default export is a log source of one's own. Default: none. */
  readonly sourceModules?: readonly string[];
  /** VPC for the search domain and the functions: made, or an existing one. Default: no VPC, and a public endpoint. */
  readonly network?: MadeNetwork | { readonly vpcId: string; readonly subnetIds: readonly string[] } | undefined;
  /** A file system for models and large databases, which the loader mounts; needs `network`. Default: none. */
  readonly modelStorage?: { readonly writerRoleArns: readonly string[] } | undefined;
  readonly operations: {
    /** Days that the SIEM's own logs are kept. */
    readonly logRetentionDays: number;
    readonly alarmEmail?: string | undefined;
    /** When it is told that somebody stopped sending logs. Default: the defaults of `siem:silence`. */
    readonly silence?: SilenceRules | undefined;
    /** US dollars that the account may cost in a month; needs `alarmEmail`. Default: no budget. */
    readonly monthlyBudgetUsd?: number | undefined;
  };
}

/** The whole SIEM: archive, queue, loader, search domain with its content, network, dashboard and alarms. */
export class Siem extends SiemComponent {
  readonly target: AwsTarget;
  readonly archive: LogArchive;
  readonly organizationLogs?: OrganizationLogs;
  readonly queue: LogQueue;
  readonly loader: LogLoader;
  readonly reports: ArchiveReports;
  readonly batchLoading: BatchLoading | undefined;
  readonly detection: Detection | undefined;
  /** What logs are searched with. */
  readonly search: SearchBackend;
  readonly content: SearchContent;
  readonly alarmTopic: AlarmTopic;

  /** `name` starts the names of all parts: 3 to 20 lower-case letters, digits and hyphens. */
  constructor(name: string, args: SiemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:index:Siem", name, args, opts);
    const { search, organization, detection, backfillConcurrency = 0, protect = true } = args;
    const loader = { ...defaultLoaderShape, ...args.loader };
    const { logRetentionDays, alarmEmail, monthlyBudgetUsd, silence = defaultSilenceRules } = args.operations;
    const child = { parent: this };
    const target = currentTarget(this);

    const key = new CustomerKey(
      `${name}-operations`,
      {
        target,
        description: `Functions, their logs and alarms of ${name}`,
        serviceStatements: [
          logGroupEncryption(
            target,
            `/aws/lambda/${name}-`,
            ...(organization ? [`/aws/kinesisfirehose/${name}-`] : []),
          ),
          alarmPublishing(target),
          rulePublishing(target),
        ],
        protect,
      },
      child,
    );
    const alarmTopic = new AlarmTopic(`${name}-alarms`, { target, kmsKeyArn: key.keyArn, alarmEmail }, child);
    const { existingBuckets = [] } = args;
    const existing = Object.fromEntries(existingBuckets.map((bucket) => [`${name}-${bucket.bucketName}`, bucket]));
    const lakeName = `${name}-security-lake`;
    const senders = existingBucketSenders(target, {
      ...existing,
      ...(organization?.securityLake && { [lakeName]: { announcedBy: "eventbridge" as const } }),
    });
    const { accessPoints = [], storageLens } = args;
    const keyStatements = [
      ...senders.keyStatements,
      ...accessPointDecryption(target, accessPoints),
      ...(storageLens ? [storageLensEncryption(target, name)] : []),
    ];
    const bucketStatements = (bucketArn: pulumi.Output<string>) =>
      accessPointDelegation(target, accessPoints, bucketArn);
    const ruledBuckets = new Set((loader.sourceRules ?? []).flatMap(({ bucket }) => bucket ?? []));
    for (const { bucketName } of existingBuckets) ruledBuckets.delete(bucketName);
    const otherBucketArns = [...ruledBuckets].map((bucket) => s3BucketArn(target, bucket));
    const archive = new LogArchive(
      name,
      {
        ...{ target, protect, otherBucketArns, keyStatements, bucketStatements, ...args.archive },
        ...(organization && organizationDeliveries(organization, name)),
      },
      child,
    );
    const loaderRole = new FunctionRole(`${name}-loader`, { description: "Loads logs" }, child);
    const queue = new LogQueue(
      `${name}-objects`,
      {
        target,
        kmsKeyArn: archive.keyArn,
        buckets: { archive: archive.bucket, "access-logs": archive.accessLogBucket },
        otherBucketArns,
        senderRoleArns: [loaderRole.roleArn, ...(search.operatorRoleArns ?? [])],
        senderStatements: senders.queueStatements,
        consumerTimeout: loader.timeout,
        consumerBatchWindow: loader.batchWindow,
      },
      child,
    );
    if (organization) {
      this.organizationLogs = new OrganizationLogs(
        name,
        {
          ...{ target, organization, trailName: name, logKeyArn: key.keyArn, logRetentionDays },
          ownLogGroups: ownLogGroups(
            name,
            accessPoints.map((access) => access.name),
          ),
          archive: {
            bucketName: archive.bucket.bucketName,
            bucketArn: archive.bucket.bucketArn,
            keyArn: archive.keyArn,
            config: archive.configTarget,
            permission: [archive.bucket.policy, archive.accessLogBucket.policy],
          },
          loader: {
            bucketArns: [
              archive.accessLogBucket.bucketArn,
              ...otherBucketArns,
              ...existingBuckets.map(({ bucketName }) => s3BucketArn(target, bucketName)),
            ],
            queueArn: queue.queueArn,
            // The function comes later, as it reads what the organization gives it.
            functionArn: arn(target, { service: "lambda", resource: `function:${name}-loader` }),
          },
        },
        child,
      );
    }

    const lake = this.lakeBucket(organization);
    const announced: Readonly<Record<string, AnnouncedBucket>> = { ...existing, ...(lake && { [lakeName]: lake }) };
    const readBuckets = Object.values(announced);
    for (const [key, bucket] of Object.entries(announced)) {
      new ExistingLogBucket(key, { target, queue, ...bucket }, child);
    }
    const network = this.network(name, target, archive, queue, otherBucketArns, readBuckets, args);
    const functionNetwork = network && {
      subnetIds: network.subnetIds,
      securityGroupIds: [network.functionSecurityGroupId],
    };
    const contentRole = new FunctionRole(`${name}-content`, { description: "Configures the search domain" }, child);
    const watchRole = watchesSilence(args)
      ? new FunctionRole(`${name}-silence`, { description: "Looks who has stopped sending logs" }, child)
      : undefined;
    const detectors = detection && raisesAlerts(args) ? detectionRoles(name, detection.settings, this) : undefined;
    const backend = searchBackend(
      name,
      {
        ...{ target, search, network, logRetentionDays, protect },
        masterRoleArn: contentRole.roleArn,
        loaderRoleArn: loaderRole.roleArn,
        accessLogBucket: archive.accessLogBucket,
        postRoles: [
          ...(watchRole ? [{ sid: "SilenceWatch", roleArns: [watchRole.roleArn], paths: silenceWatchPaths }] : []),
          ...(detectors ? detectionPaths(detectors) : []),
        ],
      },
      this,
    );
    const common = {
      target,
      kmsKeyArn: key.keyArn,
      logRetentionDays,
      network: functionNetwork,
      searchEndpoint: backend.endpoint,
      searchDomainArn: backend.arn,
      searchService: backend.service,
      sourceModules: args.sourceModules ?? [],
      ...(args.limits === undefined ? {} : { limits: args.limits }),
    };
    const content = new SearchContent(
      `${name}-content`,
      {
        ...common,
        ...backend.content,
        role: contentRole,
        retentionDays: search.retentionDays,
        loaderRoleArn: loaderRole.roleArn,
        watcherRoleArn: watchRole?.roleArn,
        detectorRoleArn: detectors?.detector.roleArn,
        fastLaneRoleArn: detectors?.fastLane?.roleArn,
        analystRoleArns: search.analystRoleArns,
        analystGroups: search.analystGroups ?? [],
        operatorRoleArns: search.operatorRoleArns ?? [],
        alarmTopicArn: alarmTopic.topicArn,
      },
      child,
    );
    const storage =
      args.modelStorage &&
      new ModelStorage(
        `${name}-models`,
        {
          ...{ target, protect, zones: zonesOf(args) },
          ...inVpc(network),
          readerRoleArns: [loaderRole.roleArn],
          ...args.modelStorage,
        },
        child,
      );
    const logLoader = new LogLoader(
      `${name}-loader`,
      {
        ...common,
        ...loader,
        fileSystem: storage?.mount,
        role: loaderRole,
        detection: detection?.rules,
        retentionDays: backend.writableDays,
        queueArn: queue.queueArn,
        queueUrl: queue.queueUrl,
        archiveBucketName: archive.bucket.bucketName,
        archiveBucketArn: archive.bucket.bucketArn,
        otherBucketArns: [
          archive.accessLogBucket.bucketArn,
          ...otherBucketArns,
          ...readBuckets.flatMap(({ bucketName, reader }) => (reader ? [] : [s3BucketArn(target, bucketName)])),
        ],
        otherKeyArns: readBuckets.flatMap(({ keyArns = [], reader }) => (reader ? [] : keyArns)),
        bucketReaders: readBuckets.flatMap(({ bucketName, reader }) => (reader ? [{ bucketName, ...reader }] : [])),
        archiveKeyArn: archive.keyArn,
        // Documents that come before their index templates would get guessed mappings.
        startAfter: [content.installation],
      },
      child,
    );
    const reports = new ArchiveReports(
      `${name}-reports`,
      {
        target,
        protect,
        inventoried: { archive: archive.bucket, "access-logs": archive.accessLogBucket },
        accessLogBucket: archive.accessLogBucket,
        kmsKeyArn: archive.keyArn,
        statements: (bucketArn) => (storageLens ? [storageLensDelivery(target, name, bucketArn)] : []),
        ...args.reports,
      },
      child,
    );
    if (storageLens) {
      const destination = { reportsBucket: reports.bucket, kmsKeyArn: archive.keyArn };
      new StorageLens(name, { target, ...destination, ...storageLens }, child);
    }
    for (const { redaction, ...access } of accessPoints) {
      const { bucketName } = archive.bucket;
      if (redaction === undefined) {
        new LogAccessPoint(`${name}-${access.name}`, { target, bucketName, ...access }, child);
      } else {
        new RedactingAccessPoint(
          `${name}-${access.name}`,
          { ...common, ...access, bucketName, redaction, rules: loader.sourceRules ?? [] },
          child,
        );
      }
    }
    if (args.archive.replica) {
      const { bucket, keyArn } = archive;
      new ArchiveReplication(`${name}-replication`, { target, bucket, keyArn, replica: args.archive.replica }, child);
    }
    this.batchLoading =
      backfillConcurrency === 0
        ? undefined
        : new BatchLoading(
            `${name}-backfill`,
            {
              target,
              loader: logLoader,
              concurrency: backfillConcurrency,
              reportsBucket: reports.bucket,
              reportsKeyArn: archive.keyArn,
            },
            child,
          );
    if (watchRole !== undefined) {
      new SilenceWatch(
        `${name}-silence`,
        {
          ...common,
          role: watchRole,
          alarmTopicArn: alarmTopic.topicArn,
          rules: silence,
          startAfter: [content.installation],
        },
        child,
      );
    }
    if (detection && detectors) {
      this.detection = new Detection(
        name,
        {
          ...common,
          ...detection,
          roles: detectors,
          dashboardsUrl: backend.dashboardsUrl,
          alarmTopicArn: alarmTopic.topicArn,
          loaderTimeout: loader.timeout,
          startAfter: [content.installation],
        },
        child,
      );
    }
    new Monitoring(
      name,
      {
        target,
        pipeline: {
          queueName: queue.queueName,
          deadLetterQueueName: queue.deadLetterQueueName,
          loaderFunctionName: logLoader.functionName,
          loaderMemory: loader.memorySize,
          domain: backend.domain,
          bucketNames: [archive.bucket.bucketName, archive.accessLogBucket.bucketName],
        },
        otherAlarms: this.detection?.detector.alarms ?? [],
        alarmTopicArn: alarmTopic.topicArn,
        keyArns: [archive.keyArn, key.keyArn],
      },
      child,
    );
    if (monthlyBudgetUsd !== undefined) {
      if (alarmEmail === undefined)
        throw new Error("monthlyBudgetUsd needs alarmEmail, the address that Budgets mails");
      new MonthlyBudget(`${name}-monthly`, { limitUsd: monthlyBudgetUsd, email: alarmEmail }, child);
    }

    this.target = target;
    this.archive = archive;
    this.queue = queue;
    this.loader = logLoader;
    this.reports = reports;
    this.search = backend;
    this.content = content;
    this.alarmTopic = alarmTopic;
    this.registerOutputs({});
  }

  /** The lake that the organization's objects are in too: read as its subscriber. */
  private lakeBucket(organization: Organization | undefined): AnnouncedBucket | undefined {
    const lake = this.organizationLogs?.securityLake;
    if (!lake || !organization?.securityLake) return undefined;
    const { account, externalId, sources } = organization.securityLake;
    return {
      bucketName: lake.bucketName,
      ...(account !== organization.logArchiveAccount && { accountId: account }),
      announcedBy: "eventbridge",
      keyPrefixes: lakePrefixes(sources),
      reader: { roleArn: lake.roleArn, externalId },
    };
  }

  private network(
    name: string,
    target: AwsTarget,
    archive: LogArchive,
    { queueArn }: LogQueue,
    otherBucketArns: readonly pulumi.Input<string>[],
    readBuckets: readonly AnnouncedBucket[],
    args: SiemArgs,
  ) {
    const { network } = args;
    if (!network) return undefined;
    const { bucket, accessLogBucket } = archive;
    const readerArns = readBuckets.flatMap(({ reader }) => reader?.roleArn ?? []);
    const readArns = readBuckets.map(({ bucketName }) => s3BucketArn(target, bucketName));
    const needed: readonly EndpointService[] = [
      // The function that looks for silence and the detector tell their topics themselves.
      ...(watchesSilence(args) || raisesAlerts(args) ? (["sns"] as const) : []),
      // Roles of other accounts are assumed from the VPC.
      ...(readerArns.length > 0 ? (["sts"] as const) : []),
    ];
    return new SiemNetwork(
      name,
      {
        target,
        ...("vpcId" in network
          ? { existing: network }
          : { ...network, endpoints: [...new Set([...(network.endpoints ?? []), ...needed])] }),
        zones: zonesOf(args),
        bucketArns: [bucket.bucketArn, accessLogBucket.bucketArn, ...otherBucketArns, ...readArns],
        readerArns,
        queueArn,
        flowLogBucketArn: bucket.bucketArn,
        flowLogPermission: bucket.policy,
      },
      { parent: this },
    );
  }
}

/** Zones with functions. They need two, so that an outage of one leaves them another, whatever the domain has. */
function zonesOf({ network, search }: SiemArgs): number {
  if (network && "vpcId" in network) return network.subnetIds.length;
  return "shape" in search ? Math.max(2, search.shape.zones) : 2;
}

function inVpc(network: SiemNetwork | undefined): SiemNetwork {
  if (!network) throw new Error("modelStorage needs network: a file system is in a VPC");
  return network;
}

/** A collection does not serve the versions under which alerts and the detector's state are written. */
function raisesAlerts({ detection, search }: SiemArgs): boolean {
  return detection !== undefined && !("serverless" in search);
}

/** A collection takes no document at the address where the watch keeps what it knows. */
function watchesSilence({ operations, search }: SiemArgs): boolean {
  return (operations.silence ?? defaultSilenceRules).enabled && !("serverless" in search);
}
