import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

const dayInSeconds = 86_400;

/** A bucket whose new objects are announced in the queue. */
export interface NotifyingBucket {
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Input<string>;
}

export interface LogQueueArgs {
  /** Where the queue is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** Customer key whose policy lets S3 send notifications of the buckets; S3 cannot use `alias/aws/sqs`. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Buckets by a short name. The queue gets all their events; a bucket has one notification configuration only. */
  readonly buckets: Readonly<Record<string, NotifyingBucket>>;
  /** ARNs of further buckets of this account and region whose owners set up notifications to the queue. Default: none. */
  readonly otherBucketArns?: readonly pulumi.Input<string>[];
  /** ARNs of the roles that may send messages, beside S3: the reading function's own, and those of people who redrive. */
  readonly senderRoleArns: readonly pulumi.Input<string>[];
  /** Statements that let others announce objects, such as topics. Default: none. */
  readonly senderStatements?: (queueArn: pulumi.Output<string>) => readonly PolicyStatement[];
  /** Seconds that the function which reads the queue may take. */
  readonly consumerTimeout: number;
  /** Seconds that Lambda may wait for a batch to fill. */
  readonly consumerBatchWindow: number;
  /** Receives of a message before it goes to the dead-letter queue, at least 5. Default: 10. */
  readonly maxReceiveCount?: number;
}

/** The queue of objects to load, with its dead-letter queue, and the notifications of the buckets that fill it. */
export class LogQueue extends SiemComponent {
  readonly queueUrl: pulumi.Output<string>;
  readonly queueArn: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  readonly deadLetterQueueArn: pulumi.Output<string>;
  readonly deadLetterQueueName: pulumi.Output<string>;
  /** What must be in force before others send to the queue. */
  readonly policy: aws.sqs.QueuePolicy;

  constructor(name: string, args: LogQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:ingest:LogQueue", name, args, opts);
    const { kmsKeyArn: kmsMasterKeyId, buckets, consumerTimeout, consumerBatchWindow, maxReceiveCount = 10 } = args;
    const target = args.target ?? currentTarget(this);
    const child = { parent: this };
    const announcing = [...Object.values(buckets).map(({ bucketArn }) => bucketArn), ...(args.otherBucketArns ?? [])];

    const deadLetterQueue = new aws.sqs.Queue(
      `${name}-dead-letters`,
      // Age counts from the first queue on, so a dead letter must be kept for longer than a message may wait.
      { kmsMasterKeyId, messageRetentionSeconds: 14 * dayInSeconds },
      child,
    );
    const queue = new aws.sqs.Queue(
      name,
      {
        kmsMasterKeyId,
        messageRetentionSeconds: 10 * dayInSeconds,
        receiveWaitTimeSeconds: 20,
        // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        visibilityTimeoutSeconds: 6 * consumerTimeout + consumerBatchWindow,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount }),
      },
      child,
    );
    new aws.sqs.RedriveAllowPolicy(
      name,
      {
        queueUrl: deadLetterQueue.url,
        redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
      },
      child,
    );
    new aws.sqs.QueuePolicy(
      `${name}-dead-letters`,
      { queueUrl: deadLetterQueue.url, policy: policyDocument([onlyTls(deadLetterQueue.arn)]) },
      child,
    );
    this.policy = new aws.sqs.QueuePolicy(
      name,
      {
        queueUrl: queue.url,
        policy: policyDocument([
          ...(announcing.length > 0 ? [bucketNotifications(target, announcing, queue.arn)] : []),
          ...(args.senderStatements?.(queue.arn) ?? []),
          onlyFrom(args.senderRoleArns, queue.arn),
          onlyTls(queue.arn),
        ]),
      },
      child,
    );
    for (const [bucketKey, { bucketName }] of Object.entries(buckets)) {
      new aws.s3.BucketNotification(
        `${name}-${bucketKey}`,
        { bucket: bucketName, queues: [{ id: "load", queueArn: queue.arn, events: ["s3:ObjectCreated:*"] }] },
        // S3 sends a test message at once and refuses the configuration if it may not.
        { parent: this, dependsOn: this.policy },
      );
    }

    this.queueUrl = queue.url;
    this.queueArn = queue.arn;
    this.queueName = queue.name;
    this.deadLetterQueueUrl = deadLetterQueue.url;
    this.deadLetterQueueArn = deadLetterQueue.arn;
    this.deadLetterQueueName = deadLetterQueue.name;
    this.registerOutputs({ queueUrl: this.queueUrl, deadLetterQueueUrl: this.deadLetterQueueUrl });
  }
}

function bucketNotifications(
  target: AwsTarget,
  bucketArns: readonly pulumi.Input<string>[],
  queueArn: pulumi.Input<string>,
): PolicyStatement {
  return {
    Sid: "BucketNotifications",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: {
      StringEquals: { "aws:SourceAccount": target.accountId },
      ArnEquals: { "aws:SourceArn": bucketArns },
    },
  };
}

/**
 * What is in the queue decides what is read, and from where on. Permission to send to any queue, which many roles of an
 * account have, is not enough for it.
 */
function onlyFrom(roleArns: readonly pulumi.Input<string>[], queueArn: pulumi.Input<string>): PolicyStatement {
  return {
    Sid: "OnlyFromServicesAndNamedRoles",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: {
      ArnNotEquals: { "aws:PrincipalArn": roleArns },
      // Which services may, and of what, the statements that allow it say.
      Bool: { "aws:PrincipalIsAWSService": "false" },
    },
  };
}

function onlyTls(queueArn: pulumi.Input<string>): PolicyStatement {
  return {
    Sid: "OnlyTls",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: queueArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
