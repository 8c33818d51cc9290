import type * as pulumi from "@pulumi/pulumi";
import type { FilterRule } from "../../functions/loader/filter-rules";
import type { SourceRule } from "../../functions/loader/source-rules";
import { type ExistingBucket, ExistingLogBucket, existingBucketSenders } from "../archive/existing-log-bucket";
import { s3BucketArn } from "../aws/arn";
import { type AwsTarget, currentTarget } from "../aws/target";
import { CustomerKey } from "../encryption/customer-key";
import { alarmPublishing, logGroupEncryption, rulePublishing } from "../encryption/service-statements";
import { FunctionRole } from "../lambda/function-role";
import type { FunctionNetwork } from "../lambda/secure-function";
import { AlarmTopic } from "../operations/alarm-topic";
import { Monitoring } from "../operations/monitoring";
import { existingDomain } from "../search/search-backend";
import type { ExistingDomain, SearchUsers } from "../search/search-choice";
import { SearchContent } from "../search/search-content";
import { SiemComponent } from "../siem-component";
import { defaultLoaderShape, type LoaderShape } from "./loader-shape";
import { LogLoader, type OwnNetwork } from "./log-loader";
import { LogQueue } from "./log-queue";

export interface LogLoadingArgs {
  /** Where the loader is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /**
   * Bucket of the logs, in the same account and region. What cannot be loaded is kept in it, under its prefixes
   * `rejected/` and `quarantine/`.
   */
  readonly bucketName: string;
  /** ARN of the customer key of the bucket; its policy must let the loader's role use it. Default: S3's own keys. */
  readonly bucketKeyArn?: string | undefined;
  /** How new objects of the bucket are announced. Default: by EventBridge, which its owner turns on for it. */
  readonly announcedBy?: ExistingBucket["announcedBy"];
  /** The domain that logs are loaded into, and who uses it; its owner makes the role `contentRoleArn` its master. */
  readonly search: ExistingDomain & SearchUsers;
  /** Default: the shape of `defaultLoaderShape`, for each part. */
  readonly loader?: Partial<LoaderShape>;
  /** The organisation's own networks. Default: none. */
  readonly networks?: readonly OwnNetwork[];
  /** What the objects under some prefixes are. Default: what their key and content say. */
  readonly sourceRules?: readonly SourceRule[];
  /** What is dropped, sampled or put into an index of its own. Default: nothing. */
  readonly filters?: readonly FilterRule[];
  /** Subnets and security groups that reach the domain, S3 and SQS. Default: no VPC, for a domain with a public endpoint. */
  readonly network?: FunctionNetwork | undefined;
  /** Days that the functions' own logs are kept. Default: 365. */
  readonly logRetentionDays?: number;
  /** Address that alarms are mailed to, once its owner has confirmed. Default: none. */
  readonly alarmEmail?: string | undefined;
  /** Refuse to delete the key: messages that wait in the queue are lost with it. Default: true. */
  readonly protect?: boolean;
}

/** The loader alone: it loads the logs of a bucket that is there into a search domain that is there. */
export class LogLoading extends SiemComponent {
  /** Role of the loader, which the bucket, its key and the domain let in. */
  readonly loaderRoleArn: pulumi.Output<string>;
  /** Role that installs index templates, roles and dashboards: the domain's master. */
  readonly contentRoleArn: pulumi.Output<string>;
  readonly queueUrl: pulumi.Output<string>;
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  readonly functionName: pulumi.Output<string>;
  readonly alarmTopicArn: pulumi.Output<string>;

  /** `name` starts the names of all parts, which are unique in account and region. */
  constructor(name: string, args: LogLoadingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:ingest:LogLoading", name, args, opts);
    const {
      bucketName,
      bucketKeyArn,
      announcedBy = "eventbridge",
      search,
      logRetentionDays = 365,
      protect = true,
    } = args;
    const child = { parent: this };
    const target = args.target ?? currentTarget(this);
    const shape = { ...defaultLoaderShape, ...args.loader };
    const bucket: ExistingBucket = { bucketName, announcedBy };
    const senders = existingBucketSenders(target, { [name]: bucket });

    const { keyArn } = new CustomerKey(
      name,
      {
        target,
        description: `Queue, functions, their logs and alarms of ${name}`,
        serviceStatements: [
          logGroupEncryption(target, `/aws/lambda/${name}-`),
          alarmPublishing(target),
          rulePublishing(target),
          ...senders.keyStatements,
        ],
        protect,
      },
      child,
    );
    const { topicArn: alarmTopicArn } = new AlarmTopic(
      `${name}-alarms`,
      { target, kmsKeyArn: keyArn, alarmEmail: args.alarmEmail },
      child,
    );
    const loaderRole = new FunctionRole(`${name}-loader`, { description: "Loads logs" }, child);
    const contentRole = new FunctionRole(`${name}-content`, { description: "Configures the search domain" }, child);
    const queue = new LogQueue(
      `${name}-objects`,
      {
        ...{ target, kmsKeyArn: keyArn, buckets: {}, senderStatements: senders.queueStatements },
        senderRoleArns: [loaderRole.roleArn, ...(search.operatorRoleArns ?? [])],
        consumerTimeout: shape.timeout,
        consumerBatchWindow: shape.batchWindow,
      },
      child,
    );
    new ExistingLogBucket(name, { target, queue, ...bucket }, child);

    const backend = existingDomain({ ...search, existing: search });
    const common = {
      ...{ target, kmsKeyArn: keyArn, logRetentionDays, network: args.network },
      searchEndpoint: backend.endpoint,
      searchDomainArn: backend.arn,
    };
    const content = new SearchContent(
      `${name}-content`,
      { ...common, ...search, role: contentRole, loaderRoleArn: loaderRole.roleArn, alarmTopicArn },
      child,
    );
    const loader = new LogLoader(
      `${name}-loader`,
      {
        ...common,
        ...shape,
        role: loaderRole,
        ...{ networks: args.networks ?? [], sourceRules: args.sourceRules ?? [], filters: args.filters ?? [] },
        retentionDays: backend.writableDays,
        queueArn: queue.queueArn,
        queueUrl: queue.queueUrl,
        archiveBucketName: bucketName,
        archiveBucketArn: s3BucketArn(target, bucketName),
        archiveKeyArn: bucketKeyArn ?? keyArn,
        queueKeyArn: bucketKeyArn === undefined ? undefined : keyArn,
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
          loaderFunctionName: loader.functionName,
          loaderMemory: shape.memorySize,
          domain: backend.domain,
          bucketNames: [bucketName],
        },
        alarmTopicArn,
        keyArns: [keyArn, ...(bucketKeyArn === undefined ? [] : [bucketKeyArn])],
      },
      child,
    );

    this.loaderRoleArn = loaderRole.roleArn;
    this.contentRoleArn = contentRole.roleArn;
    this.queueUrl = queue.queueUrl;
    this.deadLetterQueueUrl = queue.deadLetterQueueUrl;
    this.functionName = loader.functionName;
    this.alarmTopicArn = alarmTopicArn;
    this.registerOutputs({ functionName: this.functionName, queueUrl: this.queueUrl });
  }
}
