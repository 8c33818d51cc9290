import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { https } from "./https";
import { QueueEndpoint } from "./queue-endpoint";

export interface SiemNetworkArgs {
  /** Where the network is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** IPv4 addresses of the VPC, /16 to /26. Conflicts with `existing`. Default: 10.64.0.0/24. */
  readonly cidrBlock?: string;
  /** Availability zones, with one subnet each. */
  readonly zones: number;
  /** A VPC to use instead of making one; its subnets must reach S3 and, at an address in the VPC, SQS. */
  readonly existing?: { readonly vpcId: string; readonly subnetIds: readonly string[] } | undefined;
  /** Buckets that are used from the VPC, and no others. */
  readonly bucketArns: readonly pulumi.Input<string>[];
  /** Queue to which messages are sent from the VPC, and no other. */
  readonly queueArn: pulumi.Input<string>;
  /** Bucket that gets the VPC's flow logs. */
  readonly flowLogBucketArn: pulumi.Input<string>;
  /** What must exist before flow logs can be delivered. */
  readonly flowLogPermission: pulumi.Resource;
}

/** A VPC without a way to or from the internet, for the search domain and the functions that use it. */
export class SiemNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  /** For functions: they reach the search domain, S3 and SQS, nothing else. */
  readonly functionSecurityGroupId: pulumi.Output<string>;
  /** For the search domain: the functions reach it over HTTPS; add rules of your own for people. */
  readonly domainSecurityGroupId: pulumi.Output<string>;

  constructor(name: string, args: SiemNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:network:SiemNetwork", name, {}, opts);
    const { existing } = args;

    if (existing) {
      this.vpcId = pulumi.output(existing.vpcId);
      this.subnetIds = pulumi.output([...existing.subnetIds]);
    } else {
      const vpc = this.makeVpc(name, args);
      this.vpcId = vpc.vpcId;
      this.subnetIds = vpc.isolatedSubnetIds;
    }
    const domain = this.securityGroup(`${name}-domain`, "Search domain of the SIEM");
    const functions = this.securityGroup(`${name}-functions`, "Functions of the SIEM");
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-domain-from-functions`,
      {
        securityGroupId: domain,
        referencedSecurityGroupId: functions,
        ...https,
        description: "HTTPS from the functions",
      },
      { parent: this },
    );
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-functions-to-domain`,
      {
        securityGroupId: functions,
        referencedSecurityGroupId: domain,
        ...https,
        description: "HTTPS to the search domain",
      },
      { parent: this },
    );
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-functions-to-s3`,
      {
        securityGroupId: functions,
        prefixListId: this.s3PrefixList(args),
        ...https,
        description: "HTTPS to S3 through the gateway endpoint",
      },
      { parent: this },
    );

    if (existing) {
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-functions-to-vpc`,
        {
          securityGroupId: functions,
          cidrIpv4: aws.ec2.getVpcOutput({ id: existing.vpcId }, { parent: this }).cidrBlock,
          ...https,
          description: "HTTPS to the VPC's own interface endpoint of SQS",
        },
        { parent: this },
      );
    } else {
      new QueueEndpoint(
        `${name}-queue`,
        {
          target: args.target ?? currentTarget(this),
          vpcId: this.vpcId,
          subnetIds: this.subnetIds,
          functionSecurityGroupId: functions,
          queueArn: args.queueArn,
        },
        { parent: this },
      );
    }

    this.functionSecurityGroupId = functions;
    this.domainSecurityGroupId = domain;
    this.registerOutputs({ vpcId: this.vpcId, subnetIds: this.subnetIds });
  }

  private makeVpc(name: string, args: SiemNetworkArgs): awsx.Vpc {
    const { cidrBlock = "10.64.0.0/24", zones, bucketArns, flowLogBucketArn, flowLogPermission } = args;
    const target = args.target ?? currentTarget(this);
    const vpc = new awsx.Vpc(
      name,
      {
        cidrBlock,
        numberOfAvailabilityZones: zones,
        subnetSpecs: [{ type: "Isolated" }],
        subnetStrategy: "Auto",
        natGateways: { strategy: "None" },
        enableDnsHostnames: true,
        tags: { Name: name },
      },
      { parent: this },
    );
    // Adopted to be emptied: it lets everything out, and all of its members in.
    new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.vpcId }, { parent: this });
    new aws.ec2.FlowLog(
      name,
      { vpcId: vpc.vpcId, trafficType: "ALL", logDestinationType: "s3", logDestination: flowLogBucketArn },
      { parent: this, dependsOn: flowLogPermission },
    );
    new aws.ec2.VpcEndpoint(
      `${name}-s3`,
      {
        vpcId: vpc.vpcId,
        vpcEndpointType: "Gateway",
        serviceName: s3ServiceName(target.region),
        routeTableIds: vpc.routeTables.apply((tables) => tables.map(({ id }) => id)),
        policy: policyDocument([
          {
            Sid: "OnlyTheArchive",
            Effect: "Allow",
            Principal: "*",
            Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:PutObject"],
            Resource: bucketArns.flatMap((bucketArn) => [bucketArn, pulumi.interpolate`${bucketArn}/*`]),
            Condition: { StringEquals: { "aws:PrincipalAccount": target.accountId } },
          },
        ]),
      },
      { parent: this },
    );
    return vpc;
  }

  private securityGroup(name: string, description: string): pulumi.Output<string> {
    return new aws.ec2.SecurityGroup(name, { vpcId: this.vpcId, description }, { parent: this }).id;
  }

  private s3PrefixList({ target = currentTarget(this) }: SiemNetworkArgs): pulumi.Output<string> {
    return aws.ec2.getPrefixListOutput({ name: s3ServiceName(target.region) }, { parent: this }).id;
  }
}

function s3ServiceName(region: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`com.amazonaws.${region}.s3`;
}
