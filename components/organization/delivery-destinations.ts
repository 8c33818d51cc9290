import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { ArchiveTarget } from "./security-services";

export interface DeliveryDestinationsArgs {
  readonly target: AwsTarget;
  readonly archive: ArchiveTarget;
  /** Resources of all its accounts may deliver. Such as `o-exampleorg1`. */
  readonly organizationId: string;
  /** Regions of the resources. */
  readonly regions: readonly string[];
}

/**
 * The archive as destination of log deliveries of an organization's accounts, as CloudFront, Network Load Balancers and others make
 * them: one in each region that a resource is in.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html
 */
export class DeliveryDestinations extends SiemComponent {
  /** By region. */
  readonly destinationArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: DeliveryDestinationsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:DeliveryDestinations", name, args, opts);
    const { target, archive, organizationId, regions } = args;
    this.destinationArns = Object.fromEntries(
      regions.map((region) => {
        const regional = `${name}-${region}`;
        const destination = new aws.cloudwatch.LogDeliveryDestination(
          regional,
          {
            ...{ region, name, outputFormat: "json" },
            deliveryDestinationConfiguration: { destinationResourceArn: archive.bucketArn },
          },
          { parent: this, dependsOn: [...archive.permission] },
        );
        const ours = (kind: string) => arn(target, { service: "logs", region, resource: `${kind}:*` });
        const policy = new aws.cloudwatch.LogDeliveryDestinationPolicy(
          regional,
          {
            ...{ region, deliveryDestinationName: destination.name },
            deliveryDestinationPolicy: policyDocument([
              {
                Sid: "AccountsOfTheOrganization",
                Effect: "Allow",
                Principal: "*",
                Action: "logs:CreateDelivery",
                Resource: [
                  arn(target, { service: "logs", region, accountId: "*", resource: "delivery-source:*" }),
                  ...[ours("delivery"), ours("delivery-destination")],
                ],
                Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
              },
            ]),
          },
          { parent: this },
        );
        return [region, pulumi.all([destination.arn, policy.id]).apply(([destinationArn]) => destinationArn)];
      }),
    );
    this.registerOutputs({ destinationArns: this.destinationArns });
  }
}
