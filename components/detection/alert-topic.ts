import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import { SiemComponent } from "../siem-component";

export interface AlertTopicArgs {
  /** Key of the topic. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Address that alerts are mailed to, once its owner has confirmed. Default: none. */
  readonly email?: string | undefined;
}

/** The encrypted topic that alerts are published to; whoever is to learn of them subscribes to it. */
export class AlertTopic extends SiemComponent {
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: AlertTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:detection:AlertTopic", name, args, opts);
    const child = { parent: this };
    const topic = new aws.sns.Topic(name, { kmsMasterKeyId: args.kmsKeyArn }, child);
    new aws.sns.TopicPolicy(
      name,
      {
        arn: topic.arn,
        policy: policyDocument([
          {
            Sid: "OnlyTls",
            Effect: "Deny",
            Principal: "*",
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
      },
      child,
    );
    if (args.email !== undefined) {
      new aws.sns.TopicSubscription(
        `${name}-email`,
        { topic: topic.arn, protocol: "email", endpoint: args.email },
        child,
      );
    }
    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
