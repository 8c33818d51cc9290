import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { accountRootArn, arn } from "../aws/arn";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { DeliveryStream } from "./delivery-stream";
import { findingPatterns } from "./finding-patterns";
import type { InAccount } from "./member-providers";
import type { OrganizationService } from "./organization";
import type { ArchiveTarget } from "./security-services";
import { ServiceRole } from "./service-role";

export interface FindingCollectionArgs {
  readonly target: AwsTarget;
  readonly archive: ArchiveTarget;
  readonly services: readonly OrganizationService[];
  /** The first is the target's. */
  readonly regions: readonly [home: string, ...others: string[]];
  /** Account that gets the findings of all accounts. */
  readonly delegatedAdministrator: string;
  readonly administrator: InAccount;
  /** Key of the stream's own log. */
  readonly logKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
}

/**
 * The way of findings that no service delivers by itself: rules of the delegated administrator's account send them to an
 * event bus beside the archive, whose rule puts them into a stream.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export class FindingCollection extends SiemComponent {
  constructor(name: string, args: FindingCollectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:FindingCollection", name, args, opts);
    const { target, archive, services, regions, delegatedAdministrator, administrator } = args;
    const { logKeyArn, logRetentionDays } = args;
    const child = { parent: this };

    const bus = new aws.cloudwatch.EventBus(name, { name, description: "Findings of all accounts" }, child);
    const busPolicy = new aws.cloudwatch.EventBusPolicy(
      name,
      {
        eventBusName: bus.name,
        policy: policyDocument([
          {
            Sid: "DelegatedAdministrator",
            Effect: "Allow",
            Principal: { AWS: accountRootArn(target, delegatedAdministrator) },
            Action: "events:PutEvents",
            Resource: bus.arn,
          },
        ]),
      },
      child,
    );
    const { streamArn } = new DeliveryStream(
      name,
      { target, archive, logKeyArn, logRetentionDays, folder: "eventbridge", records: "texts" },
      child,
    );
    const streamRole = new ServiceRole(
      `${name}-sender`,
      {
        description: "Puts findings into the stream",
        service: "events.amazonaws.com",
        condition: {
          StringEquals: { "aws:SourceAccount": target.accountId },
          ArnLike: { "aws:SourceArn": arn(target, { service: "events", resource: `rule/${name}/*` }) },
        },
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
    const toStream = new aws.cloudwatch.EventRule(
      name,
      // A rule must have a pattern; what may be sent to the bus is decided where it is sent.
      { name, eventBusName: bus.name, eventPattern: JSON.stringify({ account: [{ exists: true }] }) },
      child,
    );
    new aws.cloudwatch.EventTarget(
      name,
      { rule: toStream.name, eventBusName: bus.name, arn: streamArn, roleArn: streamRole.roleArn },
      { parent: this, dependsOn: streamRole.rolePolicy },
    );

    const forwarding = `${name}-forwarding`;
    const inAdministrator = { parent: this, ...administrator };
    const role = new ServiceRole(
      forwarding,
      {
        description: "Sends findings to the SIEM's event bus",
        service: "events.amazonaws.com",
        condition: { StringEquals: { "aws:SourceAccount": delegatedAdministrator } },
        statements: [{ Sid: "PutEvents", Effect: "Allow", Action: "events:PutEvents", Resource: bus.arn }],
      },
      inAdministrator,
    );
    for (const [region, eventPattern] of findingPatterns(services, regions)) {
      const regional = `${forwarding}-${region}`;
      const rule = new aws.cloudwatch.EventRule(
        regional,
        { region, name: forwarding, description: "Findings, to the SIEM", eventPattern: JSON.stringify(eventPattern) },
        inAdministrator,
      );
      new aws.cloudwatch.EventTarget(
        regional,
        { region, rule: rule.name, arn: bus.arn, roleArn: role.roleArn },
        { ...inAdministrator, dependsOn: [busPolicy, role.rolePolicy] },
      );
    }
    this.registerOutputs({});
  }
}
