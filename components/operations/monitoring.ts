import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { pipelineAlarms } from "./alarms";
import { dashboardBody } from "./dashboard";
import type { Pipeline } from "./pipeline";

export interface MonitoringArgs {
  /** Where the alarms are made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  readonly pipeline: Omit<Pipeline, "accountId">;
  /** GiB of storage of one data node of the search domain. */
  readonly volumeGib: number;
  /** Key of the alarm topic; its policy must let CloudWatch publish, which `alias/aws/sns` does not. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Address that alarms are mailed to, once its owner has confirmed. Default: none. */
  readonly alarmEmail?: string | undefined;
}

/** A dashboard of the pipeline, and alarms that notify an encrypted topic. */
export class Monitoring extends pulumi.ComponentResource {
  readonly alarmTopicArn: pulumi.Output<string>;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:operations:Monitoring", name, {}, opts);
    const child = { parent: this };
    const target = args.target ?? currentTarget(this);
    const pipeline = { ...args.pipeline, accountId: target.accountId };

    const topic = new aws.sns.Topic(`${name}-alarms`, { kmsMasterKeyId: args.kmsKeyArn }, child);
    new aws.sns.TopicPolicy(`${name}-alarms`, { arn: topic.arn, policy: topicPolicy(target, topic.arn) }, child);
    if (args.alarmEmail !== undefined) {
      new aws.sns.TopicSubscription(
        `${name}-alarms-email`,
        { topic: topic.arn, protocol: "email", endpoint: args.alarmEmail },
        child,
      );
    }
    for (const alarm of pipelineAlarms(pipeline, args.volumeGib)) {
      const { name: suffix, description: alarmDescription, metric, ...rule } = alarm;
      const notify = [topic.arn];
      new aws.cloudwatch.MetricAlarm(
        `${name}-${suffix}`,
        {
          name: `${name}-${suffix}`,
          alarmDescription,
          ...metric,
          ...rule,
          // No messages, no errors: these metrics are silent while all is well.
          treatMissingData: "notBreaching",
          alarmActions: notify,
          okActions: notify,
        },
        child,
      );
    }
    new aws.cloudwatch.Dashboard(
      name,
      { dashboardName: name, dashboardBody: dashboardBody(pipeline, target.region) },
      child,
    );

    this.alarmTopicArn = topic.arn;
    this.registerOutputs({ alarmTopicArn: this.alarmTopicArn });
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
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
