import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { bundleFunction } from "../lambda/bundle";
import { type FunctionSettings, SecureFunction } from "../lambda/secure-function";
import { SiemComponent } from "../siem-component";

export interface AlertWebhookArgs extends Omit<FunctionSettings, "network"> {
  /** Topic of the alerts. */
  readonly topicArn: pulumi.Input<string>;
  /** Secret that holds the webhook's URL as plain text; its key must let the account's roles decrypt. */
  readonly secretArn: string;
  /** Topic that learns of messages that could not be sent, encrypted with `kmsKeyArn`. */
  readonly alarmTopicArn: pulumi.Input<string>;
}

/** Sends alerts to a webhook of Slack, or of something that takes the same. In no VPC: the webhook is in the internet. */
export class AlertWebhook extends SiemComponent {
  constructor(name: string, args: AlertWebhookArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:detection:AlertWebhook", name, args, opts);
    const child = { parent: this };
    const webhook = new SecureFunction(
      name,
      {
        ...args,
        zipPath: bundleFunction("webhook").zipPath,
        description: "Sends alerts to a webhook",
        memorySize: 256,
        timeout: 30,
        reservedConcurrency: 2,
        deadLetterTopicArn: args.alarmTopicArn,
        environment: {
          WEBHOOK_SECRET_ARN: args.secretArn,
          POWERTOOLS_SERVICE_NAME: name,
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
        statements: [
          { Sid: "ReadUrl", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: args.secretArn },
        ],
      },
      child,
    );
    const permission = new aws.lambda.Permission(
      name,
      {
        action: "lambda:InvokeFunction",
        function: webhook.functionName,
        principal: "sns.amazonaws.com",
        sourceArn: args.topicArn,
        sourceAccount: args.target.accountId,
      },
      child,
    );
    new aws.sns.TopicSubscription(
      name,
      { topic: args.topicArn, protocol: "lambda", endpoint: webhook.functionArn },
      { parent: this, dependsOn: permission },
    );
    this.registerOutputs({});
  }
}
