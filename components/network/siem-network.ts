import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { type AwsTarget, currentTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { type EndpointService, queueEndpoint, serviceEndpoint } from "./endpoint-services";
import { InterfaceEndpoints } from "./interface-endpoints";
import { type NatGateways, natStrategies } from "./nat-gateways";
import { https } from "./traffic";

export interface SiemNetworkArgs {
  /** Where the network is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  /** IPv4 addresses of the VPC, /16 to /26. Conflicts with `existing`. Default: 10.64.0.0/24. */
  readonly cidrBlock?: string;
  /** Availability zones, with one subnet each; unused with `existing`. */
  readonly zones: number;
  /** Services that functions reach through interface endpoints, beside SQS. Conflicts with `existing`. Default: none. */
  readonly endpoints?: readonly EndpointService[];
  /** A way out to the internet for functions, over HTTPS alone. Conflicts with `existing`. Default: none. */
  readonly natGateways?: NatGateways;
  /** A VPC to use instead of making one; its subnets must reach S3, DynamoDB with `tableArns`, and, at an address in the VPC, SQS. */
  readonly existing?: { readonly vpcId: string; readonly subnetIds: readonly string[] } | undefined;
  /** Buckets that are used from the VPC, and no others. */
  readonly bucketArns: readonly pulumi.Input<string>[];
  /** Roles of other accounts that functions assume to read buckets. Default: none. */
  readonly readerArns?: readonly pulumi.Input<string>[];
  /** Queue to which messages are sent from the VPC, and no other. */
  readonly queueArn: pulumi.Input<string>;
  /** Tables of DynamoDB that are used from the VPC, and no others. Default: none. */
  readonly tableArns?: readonly pulumi.Input<string>[];
  /** Bucket that gets the VPC's flow logs. */
  readonly flowLogBucketArn: pulumi.Input<string>;
  /** What must exist before flow logs can be delivered. */
  readonly flowLogPermission: pulumi.Resource;
}

/** A VPC without a way from the internet, nor one to it unless asked for, for OpenSearch and the functions that use it. */
export class SiemNetwork extends SiemComponent {
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  /** For functions: they reach S3 and what has an endpoint, nothing else unless there are NAT gateways. */
  readonly functionSecurityGroupId: pulumi.Output<string>;

  constructor(name: string, args: SiemNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:network:SiemNetwork", name, args, opts);
    const { existing } = args;

    if (existing) {
      this.vpcId = pulumi.output(existing.vpcId);
      this.subnetIds = pulumi.output([...existing.subnetIds]);
    } else {
      const vpc = this.makeVpc(name, args);
      this.vpcId = vpc.vpcId;
      this.subnetIds = hasNat(args) ? vpc.privateSubnetIds : vpc.isolatedSubnetIds;
    }
    const functions = new aws.ec2.SecurityGroup(
      `${name}-functions`,
      { vpcId: this.vpcId, description: "Functions of the SIEM" },
      { parent: this },
    ).id;
    const letOut = (to: string, where: Partial<aws.vpc.SecurityGroupEgressRuleArgs>, description: string) =>
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-functions-to-${to}`,
        { securityGroupId: functions, ...where, ...https, description },
        { parent: this },
      );
    letOut("s3", { prefixListId: this.prefixList("s3", args) }, "HTTPS to S3 through the gateway endpoint");
    if (usesTables(args)) {
      const prefixListId = this.prefixList("dynamodb", args);
      letOut("dynamodb", { prefixListId }, "HTTPS to DynamoDB through the gateway endpoint");
    }
    if (existing) {
      const { cidrBlock } = aws.ec2.getVpcOutput({ id: existing.vpcId }, { parent: this });
      letOut("vpc", { cidrIpv4: cidrBlock }, "HTTPS to what is in the VPC: its endpoints, and OpenSearch");
    } else {
      if (hasNat(args)) letOut("internet", { cidrIpv4: "0.0.0.0/0" }, "HTTPS to the internet through NAT gateways");
      const target = args.target ?? currentTarget(this);
      new InterfaceEndpoints(
        `${name}-endpoints`,
        {
          target,
          vpcId: this.vpcId,
          subnetIds: this.subnetIds,
          functionSecurityGroupId: functions,
          endpoints: [
            queueEndpoint(target, args.queueArn),
            ...(args.endpoints ?? []).map((service) => serviceEndpoint(target, service)),
          ],
        },
        { parent: this },
      );
    }

    this.functionSecurityGroupId = functions;
    this.registerOutputs({ vpcId: this.vpcId, subnetIds: this.subnetIds });
  }

  private makeVpc(name: string, args: SiemNetworkArgs): awsx.Vpc {
    const {
      cidrBlock = "10.64.0.0/24",
      zones,
      bucketArns,
      readerArns = [],
      tableArns = [],
      flowLogBucketArn,
      flowLogPermission,
    } = args;
    const onBuckets = bucketArns.flatMap((bucketArn) => [bucketArn, pulumi.interpolate`${bucketArn}/*`]);
    const target = args.target ?? currentTarget(this);
    const vpc = new awsx.Vpc(
      name,
      {
        cidrBlock,
        numberOfAvailabilityZones: zones,
        subnetSpecs: hasNat(args) ? [{ type: "Private" }, { type: "Public" }] : [{ type: "Isolated" }],
        subnetStrategy: "Auto",
        natGateways: { strategy: natStrategies[args.natGateways ?? "none"] },
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
    const gateway = (service: GatewayService, statements: readonly PolicyStatement[]) =>
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: vpc.vpcId,
          vpcEndpointType: "Gateway",
          serviceName: gatewayServiceName(service, target.region),
          routeTableIds: vpc.routeTables.apply((tables) => tables.map(({ id }) => id)),
          policy: policyDocument(statements),
        },
        { parent: this },
      );
    gateway("s3", [
      {
        Sid: "OnlyTheArchive",
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:PutObject"],
        Resource: onBuckets,
        Condition: { StringEquals: { "aws:PrincipalAccount": target.accountId } },
      },
      ...(readerArns.length === 0
        ? []
        : [
            {
              Sid: "ReadersOfOtherAccounts",
              Effect: "Allow" as const,
              Principal: "*" as const,
              Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
              Resource: onBuckets,
              Condition: { ArnEquals: { "aws:PrincipalArn": readerArns } },
            },
          ]),
    ]);
    if (usesTables(args)) {
      gateway("dynamodb", [
        {
          Sid: "OnlyTheTables",
          Effect: "Allow",
          Principal: "*",
          Action: ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
          Resource: tableArns.flatMap((tableArn) => [tableArn, pulumi.interpolate`${tableArn}/index/*`]),
          Condition: { StringEquals: { "aws:PrincipalAccount": target.accountId } },
        },
      ]);
    }
    return vpc;
  }

  private prefixList(
    service: GatewayService,
    { target = currentTarget(this) }: SiemNetworkArgs,
  ): pulumi.Output<string> {
    return aws.ec2.getPrefixListOutput({ name: gatewayServiceName(service, target.region) }, { parent: this }).id;
  }
}

function hasNat({ natGateways = "none" }: SiemNetworkArgs): boolean {
  return natGateways !== "none";
}

function usesTables({ tableArns = [] }: SiemNetworkArgs): boolean {
  return tableArns.length > 0;
}

type GatewayService = "s3" | "dynamodb";

function gatewayServiceName(service: GatewayService, region: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`com.amazonaws.${region}.${service}`;
}
