import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

export interface AlarmTopicArgs {
  /** Where the topic is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** Key of the topic; its policy must let CloudWatch and EventBridge publish, which `alias/aws/sns` does not. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Address that alarms are mailed to, once its owner has confirmed. Default: none. */
  readonly alarmEmail?: string | undefined;
}

/** The encrypted topic that alarms, and rules of EventBridge, of the account are published to. */
export class AlarmTopic extends SiemComponent {
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:operations:AlarmTopic", name, args, opts);
    const child = { parent: this };
    const target = args.target ?? currentTarget(this);

    const topic = new aws.sns.Topic(name, { kmsMasterKeyId: args.kmsKeyArn }, child);
    new aws.sns.TopicPolicy(name, { arn: topic.arn, policy: topicPolicy(target, topic.arn) }, child);
    if (args.alarmEmail !== undefined) {
      new aws.sns.TopicSubscription(
        `${name}-email`,
        { topic: topic.arn, protocol: "email", endpoint: args.alarmEmail },
        child,
      );
    }

    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}

function topicPolicy(target: AwsTarget, topicArn: pulumi.Input<string>): pulumi.Output<string> {
  return policyDocument([
    {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        StringEquals: { "aws:SourceAccount": target.accountId },
        ArnLike: { "aws:SourceArn": arn(target, { service: "cloudwatch", resource: "alarm:*" }) },
      },
    },
    {
      Sid: "Rules",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      // EventBridge sends no aws:SourceAccount; the ARN has the account.
      Condition: { ArnLike: { "aws:SourceArn": arn(target, { service: "events", resource: "rule/*" }) } },
    },
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
