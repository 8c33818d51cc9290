import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { https } from "./https";

export interface QueueEndpointArgs {
  readonly target: AwsTarget;
  readonly vpcId: pulumi.Input<string>;
  /** One in each zone: an outage of one, when messages are to be parked, must not take the way to the queue with it. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Security group of the functions that use it. */
  readonly functionSecurityGroupId: pulumi.Input<string>;
  /** Queue that is used from the VPC, and no other. */
  readonly queueArn: pulumi.Input<string>;
}

/** The way from a VPC without internet to its loader's queue, for what the loader tells itself. */
export class QueueEndpoint extends pulumi.ComponentResource {
  constructor(name: string, args: QueueEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:network:QueueEndpoint", name, {}, opts);
    const { target, vpcId, subnetIds, functionSecurityGroupId, queueArn } = args;
    const child = { parent: this };
    const group = new aws.ec2.SecurityGroup(name, { vpcId, description: "Way of the SIEM's functions to SQS" }, child);
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-from-functions`,
      {
        securityGroupId: group.id,
        referencedSecurityGroupId: functionSecurityGroupId,
        ...https,
        description: "HTTPS from the functions",
      },
      child,
    );
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-to-endpoint`,
      {
        securityGroupId: functionSecurityGroupId,
        referencedSecurityGroupId: group.id,
        ...https,
        description: "HTTPS to SQS through the interface endpoint",
      },
      child,
    );
    new aws.ec2.VpcEndpoint(
      name,
      {
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: pulumi.interpolate`com.amazonaws.${target.region}.sqs`,
        subnetIds,
        securityGroupIds: [group.id],
        // So that the URL of the queue leads to the endpoint.
        privateDnsEnabled: true,
        policy: policyDocument([
          {
            Sid: "OnlyTheLoadersQueue",
            Effect: "Allow",
            Principal: "*",
            Action: ["sqs:SendMessage", "sqs:ChangeMessageVisibility"],
            Resource: queueArn,
            Condition: { StringEquals: { "aws:PrincipalAccount": target.accountId } },
          },
        ]),
      },
      child,
    );
    this.registerOutputs({});
  }
}
