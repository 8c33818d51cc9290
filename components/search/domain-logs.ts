import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

const logTypes = {
  application: "ES_APPLICATION_LOGS",
  "search-slow": "SEARCH_SLOW_LOGS",
  "index-slow": "INDEX_SLOW_LOGS",
  audit: "AUDIT_LOGS",
} as const;

export interface DomainLogsArgs {
  readonly target: AwsTarget;
  readonly domainName: string;
  /** Key of the log groups; its policy must let CloudWatch Logs use it. */
  readonly kmsKeyArn: pulumi.Input<string>;
  readonly retentionDays: number;
}

/** Start of the names of a domain's log groups. */
export function domainLogGroupPrefix(domainName: string): string {
  return `/aws/OpenSearchService/domains/${domainName}/`;
}

/** Names of a domain's log groups. */
export function domainLogGroups(domainName: string): string[] {
  return Object.keys(logTypes).map((suffix) => `${domainLogGroupPrefix(domainName)}${suffix}`);
}

/** Log groups of a search domain, and the one resource policy that lets the service write to them. */
export class DomainLogs extends SiemComponent {
  /** For the domain; they are known when the service may write. */
  readonly publishingOptions: pulumi.Output<{ enabled: boolean; logType: string; cloudwatchLogGroupArn: string }[]>;
  readonly resourcePolicy: aws.cloudwatch.LogResourcePolicy;

  constructor(name: string, args: DomainLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:search:DomainLogs", name, args, opts);
    const { target, domainName, kmsKeyArn: kmsKeyId, retentionDays: retentionInDays } = args;
    const prefix = domainLogGroupPrefix(domainName);

    const options = Object.entries(logTypes).map(([suffix, logType]) => {
      const logGroup = new aws.cloudwatch.LogGroup(
        `${name}-${suffix}`,
        { name: `${prefix}${suffix}`, kmsKeyId, retentionInDays },
        { parent: this },
      );
      return { enabled: true, logType, cloudwatchLogGroupArn: logGroup.arn };
    });
    // One for all four groups: an account has ten resource policies in a region, and no more.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
    this.resourcePolicy = new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        policyName: `${name}-logs`,
        policyDocument: policyDocument([
          {
            Sid: "SearchDomainLogs",
            Effect: "Allow",
            Principal: { Service: "es.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: arn(target, { service: "logs", resource: `log-group:${prefix}*` }),
            Condition: {
              StringEquals: { "aws:SourceAccount": target.accountId },
              ArnLike: { "aws:SourceArn": arn(target, { service: "es", resource: `domain/${domainName}` }) },
            },
          },
        ]),
      },
      { parent: this },
    );

    this.publishingOptions = pulumi.output(options);
    this.registerOutputs({});
  }
}
