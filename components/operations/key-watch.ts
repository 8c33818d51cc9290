import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";

export interface KeyWatchArgs {
  /** The keys. */
  readonly keyArns: readonly pulumi.Input<string>[];
  /** Topic that learns of it; its policy and its key must let EventBridge publish. */
  readonly topicArn: pulumi.Input<string>;
}

/**
 * Tells when somebody disables a key, or schedules its deletion: S3 then drops the notifications of new objects, and
 * services cannot deliver, and no metric says so. EventBridge learns of it from a trail of the region with management events.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class KeyWatch extends SiemComponent {
  constructor(name: string, args: KeyWatchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:operations:KeyWatch", name, args, opts);
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        name,
        description:
          "Somebody disabled a key of the SIEM, or scheduled its deletion: logs are lost until it is enabled",
        eventPattern: pulumi.all([...args.keyArns]).apply((keyArns) =>
          JSON.stringify({
            source: ["aws.kms"],
            "detail-type": ["AWS API Call via CloudTrail"],
            detail: {
              eventSource: ["kms.amazonaws.com"],
              eventName: ["DisableKey", "ScheduleKeyDeletion"],
              // Whoever calls may say the key's ARN or its id.
              requestParameters: { keyId: keyArns.flatMap((arn) => [arn, arn.slice(arn.lastIndexOf("/") + 1)]) },
            },
          }),
        ),
      },
      { parent: this },
    );
    new aws.cloudwatch.EventTarget(name, { rule: rule.name, arn: args.topicArn }, { parent: this });
    this.registerOutputs({});
  }
}
