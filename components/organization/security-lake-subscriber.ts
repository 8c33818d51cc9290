import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Sources of AWS that Security Lake normalises. https://docs.aws.amazon.com/security-lake/latest/userguide/internal-sources.html */
export const securityLakeSources = [
  ...(["CLOUD_TRAIL_MGMT", "EKS_AUDIT", "LAMBDA_EXECUTION", "ROUTE53"] as const),
  ...(["S3_DATA", "SH_FINDINGS", "VPC_FLOW", "WAF"] as const),
] as const;
export type SecurityLakeSource = (typeof securityLakeSources)[number];

export interface SecurityLakeSubscriberArgs {
  /** Account that reads. */
  readonly subscriberAccount: pulumi.Input<string>;
  /** What the reader must say when it takes the role that Security Lake makes. */
  readonly externalId: string;
  readonly sources: readonly SecurityLakeSource[];
  readonly region: string;
}

/**
 * A subscriber of Amazon Security Lake: another account may read the objects of some sources, and learns of new ones by a
 * queue. Its provider must be of the account that administers the lake.
 * https://docs.aws.amazon.com/security-lake/latest/userguide/subscriber-data-access.html
 */
export class SecurityLakeSubscriber extends pulumi.ComponentResource {
  /** Role to assume, with the external id, to read the lake. */
  readonly roleArn: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** Queue that announces new objects. */
  readonly queueArn: pulumi.Output<string>;

  constructor(name: string, args: SecurityLakeSubscriberArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:SecurityLakeSubscriber", name, {}, opts);
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
    this.queueArn = notification.subscriberEndpoint;
    this.registerOutputs({ roleArn: this.roleArn, bucketArn: this.bucketArn, queueArn: this.queueArn });
  }
}
