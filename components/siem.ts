import * as pulumi from "@pulumi/pulumi";
import type { FilterRule } from "../functions/loader/filter-rules";
import type { SourceRule } from "../functions/loader/source-rules";
import type { Limits } from "../functions/shared/limits";
import type { ArchiveDelivery } from "./archive/deliveries";
import { LogArchive } from "./archive/log-archive";
import type { LogSenders } from "./archive/senders";
import { s3BucketArn } from "./aws/arn";
import { type AwsTarget, currentTarget } from "./aws/target";
import { CustomerKey } from "./encryption/customer-key";
import { alarmPublishing, logGroupEncryption } from "./encryption/service-statements";
import type { LoaderShape } from "./ingest/loader-shape";
import { LogLoader, type OwnNetwork } from "./ingest/log-loader";
import { LogQueue } from "./ingest/log-queue";
import { FunctionRole } from "./lambda/function-role";
import { SiemNetwork } from "./network/siem-network";
import { AlarmTopic } from "./operations/alarm-topic";
import { Monitoring } from "./operations/monitoring";
import { type DomainShape, replicasFor } from "./search/domain-shape";
import { SearchContent } from "./search/search-content";
import { SearchDomain } from "./search/search-domain";

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
  };
  readonly search: {
    readonly shape: DomainShape;
    /** Such as `OpenSearch_2.19`. */
    readonly engineVersion: string;
    /** Days that logs stay searchable. */
    readonly retentionDays: number;
    /** IAM roles of the people who use the SIEM. */
    readonly analystRoleArns: readonly string[];
    /** IAM roles of the people who load again what was refused. Default: none. */
    readonly operatorRoleArns?: readonly string[];
    /** False where the account has the service-linked role of OpenSearch already. */
    readonly createServiceLinkedRole: boolean;
  };
  readonly loader: LoaderShape & {
    /** The organisation's own networks. */
    readonly networks: readonly OwnNetwork[];
    /** What the objects under some prefixes, or of other buckets, are. Default: what their key and content say. */
    readonly sourceRules?: readonly SourceRule[];
    /** What is dropped, sampled or put into an index of its own. Default: nothing. */
    readonly filters?: readonly FilterRule[];
  };
  /** What a log may be, against input that is made to harm. Default: the defaults of `siem:limits`. */
  readonly limits?: Limits;
  /** Absolute paths of modules whose default export is a log source of one's own. Default: none. */
  readonly sourceModules?: readonly string[];
  /** VPC for the search domain and the functions: made, or an existing one. Default: no VPC, and a public endpoint. */
  readonly network?:
    | { readonly cidrBlock: string }
    | { readonly vpcId: string; readonly subnetIds: readonly string[] }
    | undefined;
  readonly operations: {
    /** Days that the SIEM's own logs are kept. */
    readonly logRetentionDays: number;
    readonly alarmEmail?: string | undefined;
  };
}

/** The whole SIEM: archive, queue, loader, search domain with its content, network, dashboard and alarms. */
export class Siem extends pulumi.ComponentResource {
  readonly target: AwsTarget;
  readonly archive: LogArchive;
  readonly queue: LogQueue;
  readonly loader: LogLoader;
  readonly domain: SearchDomain;
  readonly content: SearchContent;
  readonly alarmTopic: AlarmTopic;

  /** `name` starts the names of all parts: 3 to 20 lower-case letters, digits and hyphens. */
  constructor(name: string, args: SiemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:index:Siem", name, {}, opts);
    if (!/^[a-z][a-z0-9-]{2,19}$/.test(name)) {
      throw new Error(`"${name}" cannot be the name of a SIEM: 3 to 20 of a-z, 0-9 and -, first a letter`);
    }
    const { search, loader, protect = true } = args;
    const { logRetentionDays, alarmEmail } = args.operations;
    const child = { parent: this };
    const target = currentTarget(this);

    const key = new CustomerKey(
      `${name}-operations`,
      {
        target,
        description: `Functions, their logs and alarms of ${name}`,
        serviceStatements: [logGroupEncryption(target, `/aws/lambda/${name}-`), alarmPublishing(target)],
        protect,
      },
      child,
    );
    const alarmTopic = new AlarmTopic(`${name}-alarms`, { target, kmsKeyArn: key.keyArn, alarmEmail }, child);
    const ruledBuckets = new Set((loader.sourceRules ?? []).flatMap(({ bucket }) => bucket ?? []));
    const otherBucketArns = [...ruledBuckets].map((bucket) => s3BucketArn(target, bucket));
    const archive = new LogArchive(name, { target, protect, otherBucketArns, ...args.archive }, child);
    const loaderRole = new FunctionRole(`${name}-loader`, { description: "Loads logs" }, child);
    const queue = new LogQueue(
      `${name}-objects`,
      {
        target,
        kmsKeyArn: archive.keyArn,
        buckets: { archive: archive.bucket, "access-logs": archive.accessLogBucket },
        otherBucketArns,
        senderRoleArns: [loaderRole.roleArn, ...(search.operatorRoleArns ?? [])],
        consumerTimeout: loader.timeout,
        consumerBatchWindow: loader.batchWindow,
      },
      child,
    );

    const network = this.network(name, target, archive, queue, otherBucketArns, args);
    const domainNetwork = network && {
      subnetIds: network.subnetIds,
      securityGroupIds: [network.domainSecurityGroupId],
    };
    const functionNetwork = network && {
      subnetIds: network.subnetIds,
      securityGroupIds: [network.functionSecurityGroupId],
    };
    const contentRole = new FunctionRole(`${name}-content`, { description: "Configures the search domain" }, child);
    const domain = new SearchDomain(
      name,
      {
        ...search,
        target,
        masterRoleArn: contentRole.roleArn,
        accessRoleArns: search.analystRoleArns,
        bulkRoleArns: [loaderRole.roleArn],
        network: domainNetwork,
        logRetentionDays,
        protect,
      },
      child,
    );
    const common = {
      target,
      kmsKeyArn: key.keyArn,
      logRetentionDays,
      network: functionNetwork,
      searchEndpoint: domain.endpoint,
      searchDomainArn: domain.domainArn,
      retentionDays: search.retentionDays,
      sourceModules: args.sourceModules ?? [],
      ...(args.limits === undefined ? {} : { limits: args.limits }),
    };
    const content = new SearchContent(
      `${name}-content`,
      {
        ...common,
        role: contentRole,
        loaderRoleArn: loaderRole.roleArn,
        analystRoleArns: search.analystRoleArns,
        operatorRoleArns: search.operatorRoleArns ?? [],
        replicas: replicasFor(search.shape),
        alarmTopicArn: alarmTopic.topicArn,
      },
      child,
    );
    const logLoader = new LogLoader(
      `${name}-loader`,
      {
        ...common,
        ...loader,
        role: loaderRole,
        queueArn: queue.queueArn,
        queueUrl: queue.queueUrl,
        archiveBucketName: archive.bucket.bucketName,
        archiveBucketArn: archive.bucket.bucketArn,
        otherBucketArns: [archive.accessLogBucket.bucketArn, ...otherBucketArns],
        archiveKeyArn: archive.keyArn,
        // Documents that come before their index templates would get guessed mappings.
        startAfter: [content.installation],
      },
      child,
    );
    new Monitoring(
      name,
      {
        target,
        pipeline: {
          queueName: queue.queueName,
          deadLetterQueueName: queue.deadLetterQueueName,
          loaderFunctionName: logLoader.functionName,
          domainName: domain.domainName,
        },
        volumeGib: search.shape.volumeGib,
        alarmTopicArn: alarmTopic.topicArn,
      },
      child,
    );

    this.target = target;
    this.archive = archive;
    this.queue = queue;
    this.loader = logLoader;
    this.domain = domain;
    this.content = content;
    this.alarmTopic = alarmTopic;
    this.registerOutputs({});
  }

  private network(
    name: string,
    target: AwsTarget,
    archive: LogArchive,
    { queueArn }: LogQueue,
    otherBucketArns: readonly pulumi.Input<string>[],
    { network, search }: SiemArgs,
  ) {
    if (!network) return undefined;
    const { bucket, accessLogBucket } = archive;
    return new SiemNetwork(
      name,
      {
        target,
        ...("vpcId" in network ? { existing: network } : network),
        zones: search.shape.zones,
        bucketArns: [bucket.bucketArn, accessLogBucket.bucketArn, ...otherBucketArns],
        queueArn,
        flowLogBucketArn: bucket.bucketArn,
        flowLogPermission: bucket.policy,
      },
      { parent: this },
    );
  }
}
