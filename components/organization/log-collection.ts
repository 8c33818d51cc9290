import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { DeliveryStream } from "./delivery-stream";
import type { ArchiveTarget } from "./security-services";
import { ServiceRole } from "./service-role";

export interface LogCollectionArgs {
  readonly target: AwsTarget;
  readonly archive: ArchiveTarget;
  /** Log groups of all its accounts may be sent. Such as `o-exampleorg1`. */
  readonly organizationId: string;
  /** Regions that log groups are sent from. */
  readonly regions: readonly string[];
  /** Key of the streams' own logs. */
  readonly logKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
}

/**
 * Where log groups of all accounts and regions are sent to: a destination in each region, which CloudWatch Logs wants in the
 * log group's own, and one stream into the archive behind all of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions-Firehose.html
 */
export class LogCollection extends SiemComponent {
  /** By region. */
  readonly destinationArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: LogCollectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:LogCollection", name, args, opts);
    const { target, organizationId, regions, archive, logKeyArn, logRetentionDays } = args;
    const child = { parent: this };
    const { streamArn } = new DeliveryStream(
      name,
      { target, archive, logKeyArn, logRetentionDays, folder: "cloudwatch-logs", records: "compressed" },
      child,
    );
    const role = new ServiceRole(
      `${name}-sender`,
      {
        description: "Puts log events of all accounts into the stream",
        service: "logs.amazonaws.com",
        condition: { StringEquals: { "aws:SourceOrgID": organizationId } },
        statements: [
          {
            Sid: "PutRecords",
            Effect: "Allow",
            Action: ["firehose:PutRecord", "firehose:PutRecordBatch"],
            Resource: streamArn,
          },
        ],
      },
      child,
    );
    this.destinationArns = Object.fromEntries(
      regions.map((region) => {
        const regional = `${name}-${region}`;
        const destination = new aws.cloudwatch.LogDestination(
          regional,
          { region, name, targetArn: streamArn, roleArn: role.roleArn },
          // CloudWatch Logs sends a test message at once.
          { parent: this, dependsOn: role.rolePolicy },
        );
        const policy = new aws.cloudwatch.LogDestinationPolicy(
          regional,
          {
            ...{ region, destinationName: destination.name },
            accessPolicy: policyDocument([
              {
                Sid: "AccountsOfTheOrganization",
                Effect: "Allow",
                Principal: "*",
                Action: ["logs:PutSubscriptionFilter", "logs:PutAccountPolicy"],
                Resource: destination.arn,
                Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
              },
            ]),
          },
          child,
        );
        // With the policy, so that who uses the destination waits for it.
        return [region, pulumi.all([destination.arn, policy.id]).apply(([destinationArn]) => destinationArn)];
      }),
    );
    this.registerOutputs({ destinationArns: this.destinationArns });
  }
}
