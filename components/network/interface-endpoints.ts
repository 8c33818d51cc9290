import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { InterfaceEndpoint } from "./endpoint-services";
import { allowFromFunctions } from "./from-functions";

export interface InterfaceEndpointsArgs {
  readonly target: AwsTarget;
  readonly vpcId: pulumi.Input<string>;
  /** One in each zone: an outage of one must not take the way to the service with it. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Security group of the functions that use the endpoints. */
  readonly functionSecurityGroupId: pulumi.Input<string>;
  readonly endpoints: readonly InterfaceEndpoint[];
}

/** The ways from a VPC without internet to services of AWS: each an address in each zone, for the functions alone. */
export class InterfaceEndpoints extends SiemComponent {
  constructor(name: string, args: InterfaceEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:network:InterfaceEndpoints", name, args, opts);
    const { target, vpcId, subnetIds, functionSecurityGroupId, endpoints } = args;
    const child = { parent: this };
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId, description: "Ways of the SIEM's functions to services of AWS" },
      child,
    );
    allowFromFunctions(
      name,
      {
        securityGroupId: group.id,
        functionSecurityGroupId,
        protocol: "HTTPS",
        reached: "services of AWS through their interface endpoints",
      },
      child,
    );
    for (const { service, statement } of endpoints) {
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId,
          vpcEndpointType: "Interface",
          serviceName: pulumi.output(target.region).apply((region) => serviceName(service, region)),
          subnetIds,
          securityGroupIds: [group.id],
          // So that the service's usual address leads to the endpoint.
          privateDnsEnabled: true,
          policy: policyDocument([statement]),
        },
        child,
      );
    }
    this.registerOutputs({});
  }
}

/** Services whose endpoints start with another name in China. `aws ec2 describe-vpc-endpoint-services` tells it. */
const otherwiseInChina: ReadonlySet<string> = new Set(["monitoring", "sqs", "sts"]);

function serviceName(service: string, region: string): string {
  const start = region.startsWith("cn-") && otherwiseInChina.has(service) ? "cn.com.amazonaws" : "com.amazonaws";
  return `${start}.${region}.${service}`;
}
