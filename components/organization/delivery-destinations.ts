import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountRootArn, arn } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { ArchiveTarget } from "./security-services";

export interface DeliveryDestinationsArgs {
  readonly target: AwsTarget;
  readonly archive: ArchiveTarget;
  /** Accounts whose resources deliver, by their region. */
  readonly accountsOfRegions: ReadonlyMap<string, readonly string[]>;
}

/**
 * The archive as destination of log deliveries of other accounts, as CloudFront, Network Load Balancers and others make
 * them: one in each region that a resource is in.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html
 */
export class DeliveryDestinations extends SiemComponent {
  /** By region. */
  readonly destinationArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: DeliveryDestinationsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:DeliveryDestinations", name, args, opts);
    const { target, archive, accountsOfRegions } = args;
    this.destinationArns = Object.fromEntries(
      [...accountsOfRegions].map(([region, accounts]) => {
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
                Sid: "DeliverHere",
                Effect: "Allow",
                Principal: { AWS: accounts.map((accountId) => accountRootArn(target, accountId)) },
                Action: "logs:CreateDelivery",
                Resource: [
                  ...accounts.map((accountId) =>
                    arn(target, { service: "logs", region, accountId, resource: "delivery-source:*" }),
                  ),
                  ...[ours("delivery"), ours("delivery-destination")],
                ],
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
