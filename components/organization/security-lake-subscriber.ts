import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { newObjectsPattern } from "../archive/existing-log-bucket";
import { SiemComponent } from "../siem-component";
import type { SecurityLakeSource } from "./security-lake-sources";
import { ServiceRole } from "./service-role";

export interface SecurityLakeSubscriberArgs {
  /** Account that reads. */
  readonly subscriberAccount: pulumi.Input<string>;
  /** What the reader must say when it takes the role that Security Lake makes. */
  readonly externalId: string;
  readonly sources: readonly SecurityLakeSource[];
  readonly region: string;
  /** Event bus of the reader that is told of new objects too. Default: none, the queue alone tells. */
  readonly announceTo?: {
    readonly eventBusArn: pulumi.Input<string>;
    /** Account that administers the lake. */
    readonly lakeAccount: pulumi.Input<string>;
  };
}

/** Starts of the keys of sources' objects: what a subscriber may read. */
export function lakePrefixes(sources: readonly SecurityLakeSource[]): string[] {
  return sources.map((source) => `aws/${source}/`);
}

/**
 * A subscriber of Amazon Security Lake: another account may read the objects of some sources, and learns of new ones by a
 * queue. Its provider must be of the account that administers the lake.
 * https://docs.aws.amazon.com/security-lake/latest/userguide/subscriber-data-access.html
 */
export class SecurityLakeSubscriber extends SiemComponent {
  /** Role to assume, with the external id, to read the lake. */
  readonly roleArn: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly bucketName: pulumi.Output<string>;
  /** Queue that announces new objects. */
  readonly queueArn: pulumi.Output<string>;

  constructor(name: string, args: SecurityLakeSubscriberArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:SecurityLakeSubscriber", name, args, opts);
    const { subscriberAccount, externalId, sources, region } = args;
    const subscriber = new aws.securitylake.Subscriber(
      name,
      {
        ...{ region, subscriberName: name, subscriberDescription: "The SIEM", accessType: "S3" },
        subscriberIdentity: { principal: subscriberAccount, externalId },
        sources: sources.map((sourceName) => ({ awsLogSourceResource: { sourceName, sourceVersion: "2.0" } })),
      },
      { parent: this },
    );
    const notification = new aws.securitylake.SubscriberNotification(
      name,
      { region, subscriberId: subscriber.id, configuration: { sqsNotificationConfiguration: {} } },
      { parent: this },
    );
    this.roleArn = subscriber.roleArn;
    this.bucketArn = subscriber.s3BucketArn;
    this.bucketName = subscriber.s3BucketArn.apply((bucketArn) => bucketArn.split(":").at(-1) ?? bucketArn);
    this.queueArn = notification.subscriberEndpoint;
    if (args.announceTo) this.announce(name, args, args.announceTo, notification);
    this.registerOutputs({ roleArn: this.roleArn, bucketArn: this.bucketArn, queueArn: this.queueArn });
  }

  /** The lake's bucket tells EventBridge of its objects once there is a notification. */
  private announce(
    name: string,
    { sources, region }: SecurityLakeSubscriberArgs,
    { eventBusArn, lakeAccount }: NonNullable<SecurityLakeSubscriberArgs["announceTo"]>,
    notification: pulumi.Resource,
  ): void {
    const child = { parent: this };
    const role = new ServiceRole(
      name,
      {
        description: "Tells the SIEM of new objects in the lake",
        service: "events.amazonaws.com",
        condition: { StringEquals: { "aws:SourceAccount": lakeAccount } },
        statements: [{ Sid: "PutEvents", Effect: "Allow", Action: "events:PutEvents", Resource: eventBusArn }],
      },
      child,
    );
    const { bucketName } = this;
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        ...{ region, name, description: "New objects in the lake, for the SIEM" },
        eventPattern: newObjectsPattern({ bucketName, accountId: lakeAccount, keyPrefixes: lakePrefixes(sources) }),
      },
      { parent: this, dependsOn: notification },
    );
    new aws.cloudwatch.EventTarget(
      name,
      { region, rule: rule.name, arn: eventBusArn, roleArn: role.roleArn },
      { parent: this, dependsOn: role.rolePolicy },
    );
  }
}
