import * as pulumi from "@pulumi/pulumi";
import * as components from "../../components";
import { given, network } from "./arguments";

export interface LogLoadingArgs {
  /** Bucket of the logs, in the same account and region; what cannot be loaded is kept in it. */
  bucketName: string;
  /** ARN of the customer key of the bucket. Default: S3's own keys. */
  bucketKeyArn?: string;
  /** ARN of a topic that the bucket notifies. Default: EventBridge announces new objects. */
  topicArn?: string;
  /** Where the search domain is reached. */
  domainEndpoint: string;
  /** ARN of the search domain. */
  domainArn: string;
  /** Data nodes of the domain. Default: 1. */
  domainInstances?: number;
  /** GiB of storage of a data node. Default: 100. */
  domainVolumeGib?: number;
  /** Days that logs stay searchable. */
  retentionDays: number;
  /** IAM roles of people who search. Default: none. */
  analystRoleArns?: string[];
  /** IAM roles of people who load again what was refused. Default: none. */
  operatorRoleArns?: string[];
  /** Loaders at the same time. Default: 10. */
  concurrency?: number;
  /** Subnets that reach the domain, S3 and SQS; needs securityGroupIds. Default: no VPC. */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Security groups of the functions. */
  securityGroupIds?: pulumi.Input<string>[];
  /** Days that the functions' own logs are kept. Default: 365. */
  logRetentionDays?: number;
  /** Address that alarms are mailed to. Default: none. */
  alarmEmail?: string;
  /** Refuse to delete the key. Default: true. */
  protect?: boolean;
}

/** The loader alone: it loads the logs of a bucket that is there into a search domain that is there. */
export class LogLoading extends pulumi.ComponentResource {
  /** Role of the loader, which the bucket, its key and the domain let in. */
  readonly loaderRoleArn: pulumi.Output<string>;
  /** Role that configures the domain: its master. */
  readonly contentRoleArn: pulumi.Output<string>;
  /** Queue of the objects to load. */
  readonly queueUrl: pulumi.Output<string>;
  /** Queue of what was tried in vain. */
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  /** Name of the loader's function. */
  readonly functionName: pulumi.Output<string>;
  /** Topic that learns when something is wrong. */
  readonly alarmTopicArn: pulumi.Output<string>;

  constructor(name: string, args: LogLoadingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:index:LogLoading", name, {}, opts);
    const { topicArn, concurrency, logRetentionDays, protect } = args;
    const loading = new components.LogLoading(
      name,
      {
        ...{ bucketName: args.bucketName, bucketKeyArn: args.bucketKeyArn, alarmEmail: args.alarmEmail },
        search: {
          ...{ endpoint: args.domainEndpoint, arn: args.domainArn, retentionDays: args.retentionDays },
          ...{ analystRoleArns: args.analystRoleArns ?? [], operatorRoleArns: args.operatorRoleArns ?? [] },
          ...given({ instanceCount: args.domainInstances, volumeGib: args.domainVolumeGib }),
        },
        loader: given({ concurrency }),
        network: network(args.subnetIds, args.securityGroupIds),
        ...given({ announcedBy: topicArn === undefined ? undefined : { topicArn }, logRetentionDays, protect }),
      },
      { parent: this },
    );
    this.loaderRoleArn = loading.loaderRoleArn;
    this.contentRoleArn = loading.contentRoleArn;
    this.queueUrl = loading.queueUrl;
    this.deadLetterQueueUrl = loading.deadLetterQueueUrl;
    this.functionName = loading.functionName;
    this.alarmTopicArn = loading.alarmTopicArn;
    this.registerOutputs({ functionName: this.functionName, queueUrl: this.queueUrl });
  }
}
