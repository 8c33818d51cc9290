import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../../functions/shared/errors";
import { vpcFlowFields } from "../../sources/aws-vpc-flow/columns";
import { arn } from "../aws/arn";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { ArchiveTarget } from "./security-services";
import { ServiceRole } from "./service-role";

/** What is logged of one account in one region. */
export interface MemberLogs {
  readonly account: string;
  readonly region: string;
  /** VPCs whose flows and DNS queries are logged. */
  readonly vpcIds?: readonly string[];
  /** `default`: the 14 fields of version 2; `all`: every field there is, about three times as much. Default: default. */
  readonly flowLogFields?: "default" | "all";
  /** Whether the DNS queries of the VPCs are logged. Default: true. */
  readonly resolverQueryLogs?: boolean;
  /** AWS WAF; those of CloudFront are in us-east-1. */
  readonly webAclArns?: readonly string[];
  readonly networkFirewallArns?: readonly string[];
  /** Resources that deliver through CloudWatch's log deliveries, such as CloudFront distributions and load balancers. */
  readonly logDeliveries?: readonly LogDelivery[];
  /** Log groups to send, such as those of EKS control planes, RDS and Lambda. Conflicts with everyLogGroupExcept. */
  readonly logGroups?: readonly string[];
  /** Sends every log group of the account and region, present and future, but for these. */
  readonly everyLogGroupExcept?: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html */
export interface LogDelivery {
  readonly resourceArn: string;
  /** Such as `ACCESS_LOGS`. */
  readonly logType: string;
}

export interface MemberLoggingArgs {
  readonly target: AwsTarget;
  /** Account and region are the provider's. */
  readonly logs: MemberLogs;
  readonly archive: ArchiveTarget;
  /** Where log groups of the region are sent, of a `LogCollection`. Needed with log groups. */
  readonly logDestinationArn?: pulumi.Input<string> | undefined;
  /**
   * Log groups that grow with each log that is sent: `everyLogGroupExcept` leaves them out as well, and `logGroups` may name
   * none of them. Default: none.
   */
  readonly ownLogGroups?: readonly string[];
  /** Where log deliveries of the region go, of `DeliveryDestinations`. Needed with log deliveries. */
  readonly deliveryDestinationArn?: pulumi.Input<string> | undefined;
}

/** The logs of one account and region: each is delivered to the archive by its service, or by way of CloudWatch Logs. */
export class MemberLogging extends SiemComponent {
  constructor(
    private readonly name: string,
    private readonly args: MemberLoggingArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("siem:organization:MemberLogging", name, args, opts);
    this.logVpcs();
    this.logFirewalls();
    this.deliverLogs();
    this.sendLogGroups();
    this.registerOutputs({});
  }

  private logVpcs(): void {
    const { name, delivered } = this;
    const { region, vpcIds = [], flowLogFields = "default", resolverQueryLogs = true } = this.args.logs;
    for (const vpcId of vpcIds) {
      new aws.ec2.FlowLog(
        `${name}-${vpcId}`,
        {
          ...{ region, vpcId, trafficType: "ALL" },
          ...{ logDestinationType: "s3", logDestination: this.args.archive.bucketArn },
          ...(flowLogFields === "all" && { logFormat: vpcFlowFields.map((field) => `\${${field}}`).join(" ") }),
        },
        delivered,
      );
    }
    if (!resolverQueryLogs || vpcIds.length === 0) return;
    const queries = new aws.route53.ResolverQueryLogConfig(
      name,
      { region, name, destinationArn: this.args.archive.bucketArn },
      delivered,
    );
    for (const vpcId of vpcIds) {
      new aws.route53.ResolverQueryLogConfigAssociation(
        `${name}-${vpcId}`,
        { region, resolverQueryLogConfigId: queries.id, resourceId: vpcId },
        { parent: this },
      );
    }
  }

  private logFirewalls(): void {
    const { name, delivered } = this;
    const { bucketName, bucketArn } = this.args.archive;
    const { region, webAclArns = [], networkFirewallArns = [] } = this.args.logs;
    for (const resourceArn of webAclArns) {
      new aws.wafv2.WebAclLoggingConfiguration(
        `${name}-${lastPart(resourceArn)}`,
        { region, resourceArn, logDestinationConfigs: [bucketArn] },
        delivered,
      );
    }
    for (const firewallArn of networkFirewallArns) {
      new aws.networkfirewall.LoggingConfiguration(
        `${name}-${lastPart(firewallArn)}`,
        {
          ...{ region, firewallArn },
          loggingConfiguration: {
            logDestinationConfigs: ["ALERT", "FLOW", "TLS"].map((logType) => ({
              ...{ logType, logDestinationType: "S3" },
              logDestination: { bucketName },
            })),
          },
        },
        delivered,
      );
    }
  }

  private deliverLogs(): void {
    const { region, logDeliveries = [] } = this.args.logs;
    const { deliveryDestinationArn } = this.args;
    const partOf = ({ resourceArn, logType }: LogDelivery) =>
      `-${lastPart(resourceArn)}-${logType.toLowerCase().replaceAll("_", "-")}`;
    for (const [{ resourceArn, logType }, part] of namesOf(logDeliveries, partOf)) {
      if (deliveryDestinationArn === undefined) throw new Error("logDeliveries need a deliveryDestinationArn");
      const name = this.name + part;
      const source = new aws.cloudwatch.LogDeliverySource(
        name,
        { region, name: name.length <= 60 ? name : `${name.slice(-51)}-${hashOf(name)}`, resourceArn, logType },
        { parent: this },
      );
      new aws.cloudwatch.LogDelivery(
        name,
        { region, deliverySourceName: source.name, deliveryDestinationArn },
        { parent: this },
      );
    }
  }

  private sendLogGroups(): void {
    const { name } = this;
    const { target, logDestinationArn, ownLogGroups = [] } = this.args;
    const { account, region, logGroups = [], everyLogGroupExcept } = this.args.logs;
    if (logGroups.length === 0 && everyLogGroupExcept === undefined) return;
    if (logDestinationArn === undefined) throw new Error("Log groups need a logDestinationArn");
    const own = logGroups.find((logGroup) => ownLogGroups.includes(logGroup));
    if (own !== undefined) {
      throw new ConfigurationError(
        `logGroups of ${account} in ${region} names ${own}, which the SIEM writes to itself: each log that it loads would make another one, without end; remove it.`,
      );
    }
    const group = (logGroup: string) =>
      arn(target, { service: "logs", region, accountId: account, resource: `log-group:${logGroup}:*` });
    const role = new ServiceRole(
      name,
      {
        // The destination lets in an organization, not its accounts one by one; CloudWatch Logs then asks for a role.
        description: "Sends log groups to the SIEM",
        service: "logs.amazonaws.com",
        condition: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": arn(target, { service: "logs", region, accountId: account, resource: "*" }) },
        },
        statements: [
          {
            Sid: "SendLogEvents",
            Effect: "Allow",
            Action: "logs:PutLogEvents",
            Resource: everyLogGroupExcept ? group("*") : logGroups.map(group),
          },
        ],
      },
      { parent: this },
    );
    const sent = { parent: this, dependsOn: role.rolePolicy };
    const destination = { destinationArn: logDestinationArn, roleArn: role.roleArn };
    if (everyLogGroupExcept !== undefined) {
      const leftOut = [...new Set([...everyLogGroupExcept, ...ownLogGroups])];
      new aws.cloudwatch.LogAccountPolicy(
        name,
        {
          ...{ region, policyName: name, policyType: "SUBSCRIPTION_FILTER_POLICY", scope: "ALL" },
          policyDocument: pulumi.jsonStringify({
            ...{ DestinationArn: destination.destinationArn, RoleArn: destination.roleArn },
            FilterPattern: "",
          }),
          ...(leftOut.length > 0 && { selectionCriteria: allBut(leftOut, `${account} in ${region}`) }),
        },
        sent,
      );
      return;
    }
    for (const [logGroup, part] of namesOf(logGroups, partOfLogGroup)) {
      new aws.cloudwatch.LogSubscriptionFilter(
        `${name}${part}`,
        { region, name: "siem", logGroup, filterPattern: "", ...destination },
        sent,
      );
    }
  }

  /** Services look whether they may write before they take a bucket as destination. */
  private get delivered(): pulumi.CustomResourceOptions {
    return { parent: this, dependsOn: [...this.args.archive.permission] };
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html */
const longestSelection = 25_000;

/** @throws ConfigurationError if there are more names than CloudWatch Logs takes. */
function allBut(logGroups: readonly string[], place: string): string {
  const selection = `LogGroupName NOT IN ${JSON.stringify(logGroups)}`;
  if (Buffer.byteLength(selection) <= longestSelection) return selection;
  throw new ConfigurationError(
    `The ${logGroups.length} log groups that everyLogGroupExcept of ${place} leaves out have names of more than 25 KB together, which CloudWatch Logs refuses; name fewer, or those to send as logGroups.`,
  );
}

const partOfLogGroup = (logGroup: string) => logGroup.replace(/[^\w-]+/g, "-").replace(/^(?=\w)/, "-");

/** What names of resources have of what is logged: no two the same. */
function namesOf<Logged>(all: readonly Logged[], partOf: (logged: Logged) => string): Map<Logged, string> {
  const names = new Map<Logged, string>();
  for (const logged of all) {
    const name = partOf(logged);
    const isTaken = [...names.values()].includes(name);
    names.set(logged, isTaken ? `${name}-${hashOf(logged)}` : name);
  }
  return names;
}

function hashOf(logged: unknown): string {
  const text = typeof logged === "string" ? logged : JSON.stringify(logged);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** Name or id at the end of an ARN. */
function lastPart(resourceArn: string): string {
  return resourceArn.split(/[/:]/).filter(Boolean).slice(-1).join("");
}
