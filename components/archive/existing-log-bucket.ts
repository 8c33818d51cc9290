import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import type { PolicyStatement } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import type { LogQueue } from "../ingest/log-queue";
import { SiemComponent } from "../siem-component";

/** A bucket of logs that belongs to somebody else. */
export interface AnnouncedBucket {
  readonly bucketName: pulumi.Input<string>;
  /** Account that owns it. Default: the stack's own. */
  readonly accountId?: string | undefined;
  /** How its new objects are announced. */
  readonly announcedBy:
    | {
        /** Topic that gets the bucket's notifications; its policy must let the stack's account subscribe. */
        readonly topicArn: string;
        /** Whether SNS hands the messages over as S3 wrote them. Default: true. */
        readonly rawMessages?: boolean | undefined;
      }
    /** The bucket sends its events to EventBridge; its account, if another one, forwards them to the stack's default bus. */
    | "eventbridge";
  /** Starts of the keys that EventBridge announces objects of. Default: of all. */
  readonly keyPrefixes?: readonly string[] | undefined;
  /** Customer keys that its objects are encrypted with; their policies must let the reader decrypt. Default: none. */
  readonly keyArns?: readonly string[] | undefined;
  /** Role of the bucket's account to read it with. Default: the loader's own, which the bucket's policy must let in. */
  readonly reader?: BucketReader | undefined;
}

/** A bucket that is there before the stack, such as the log archive of AWS Control Tower. */
export interface ExistingBucket extends AnnouncedBucket {
  readonly bucketName: string;
}

/** A role to assume for reading a bucket. */
export interface BucketReader {
  readonly roleArn: pulumi.Input<string>;
  /** What its trust policy asks for. */
  readonly externalId: string;
}

export interface ExistingLogBucketArgs extends AnnouncedBucket {
  readonly target: AwsTarget;
  /** The loader's queue; its policy and key must have the statements of `existingBucketSenders`. */
  readonly queue: LogQueue;
}

/** Has the objects of a bucket that belongs to somebody else announced to the loader's queue. */
export class ExistingLogBucket extends SiemComponent {
  constructor(name: string, args: ExistingLogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:archive:ExistingLogBucket", name, args, opts);
    const { target, bucketName, accountId = target.accountId, announcedBy, queue } = args;
    const afterPolicy = { parent: this, dependsOn: queue.policy };

    if (announcedBy !== "eventbridge") {
      const { topicArn: topic, rawMessages: rawMessageDelivery = true } = announcedBy;
      new aws.sns.TopicSubscription(
        name,
        { topic, protocol: "sqs", endpoint: queue.queueArn, rawMessageDelivery },
        afterPolicy,
      );
    } else {
      if (args.accountId !== undefined) {
        new aws.cloudwatch.EventPermission(
          name,
          { principal: args.accountId, action: "events:PutEvents", statementId: ruleName(name) },
          { parent: this },
        );
      }
      const rule = new aws.cloudwatch.EventRule(
        name,
        {
          name: ruleName(name),
          description: pulumi.interpolate`New logs in ${bucketName}`,
          eventPattern: newObjectsPattern({ bucketName, accountId, keyPrefixes: args.keyPrefixes }),
        },
        { parent: this },
      );
      new aws.cloudwatch.EventTarget(name, { rule: rule.name, arn: queue.queueArn }, afterPolicy);
    }
    this.registerOutputs({});
  }
}

/** Which events of EventBridge tell of a bucket's new objects. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function newObjectsPattern({
  bucketName,
  accountId,
  keyPrefixes,
}: Pick<AnnouncedBucket, "bucketName" | "keyPrefixes"> & {
  readonly accountId: pulumi.Input<string>;
}): pulumi.Output<string> {
  return pulumi.jsonStringify({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    account: [accountId],
    detail: {
      bucket: { name: [bucketName] },
      ...(keyPrefixes && { object: { key: keyPrefixes.map((prefix) => ({ prefix })) } }),
    },
  });
}

/** Those who announce objects of buckets that belong to others, and may send to the loader's encrypted queue. */
export interface AnnouncingSenders {
  readonly queueStatements: (queueArn: pulumi.Input<string>) => PolicyStatement[];
  readonly keyStatements: PolicyStatement[];
}

/** @param buckets by the names that their components get */
export function existingBucketSenders(
  target: AwsTarget,
  buckets: Readonly<Record<string, Pick<AnnouncedBucket, "announcedBy">>>,
): AnnouncingSenders {
  const topicArns = Object.values(buckets).flatMap(({ announcedBy }) =>
    announcedBy === "eventbridge" ? [] : [announcedBy.topicArn],
  );
  const ruleArns = Object.entries(buckets).flatMap(([name, { announcedBy }]) =>
    announcedBy === "eventbridge" ? [arn(target, { service: "events", resource: `rule/${ruleName(name)}` })] : [],
  );
  const senders = [
    { Sid: "Topics", service: "sns.amazonaws.com", Condition: { ArnEquals: { "aws:SourceArn": topicArns } } },
    {
      Sid: "Rules",
      service: "events.amazonaws.com",
      // EventBridge sends no aws:SourceAccount; the ARNs have the account.
      Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
    },
  ].filter(({ Condition }) => Condition.ArnEquals["aws:SourceArn"].length > 0);
  const statements = (action: Pick<PolicyStatement, "Action" | "Resource">): PolicyStatement[] =>
    senders.map(({ Sid, service, Condition }) => ({
      Sid,
      Effect: "Allow",
      Principal: { Service: service },
      ...action,
      Condition,
    }));
  return {
    queueStatements: (Resource) => statements({ Action: "sqs:SendMessage", Resource }),
    keyStatements: statements({ Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" }),
  };
}

/** Rules have names of at most 64 characters, and buckets such of 63. */
function ruleName(name: string): string {
  return `${name.slice(0, 55)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}
