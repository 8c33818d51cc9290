import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../../functions/shared/errors";
import { refuseSecond } from "../aws/account-wide";
import { arn } from "../aws/arn";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { LoaderResources } from "./data-events";
import { DeliveryDestinations } from "./delivery-destinations";
import { deliveryLogGroup } from "./delivery-stream";
import { FindingCollection } from "./finding-collection";
import { findingPatterns } from "./finding-patterns";
import { LogCollection } from "./log-collection";
import { MemberLogging, type MemberLogs } from "./member-logging";
import { MemberProviders } from "./member-providers";
import { accountsOf, type LogDestination, type Organization } from "./organization";
import { OrganizationAccess } from "./organization-access";
import { OrganizationTrail } from "./organization-trail";
import { SecurityLakeSubscriber } from "./security-lake-subscriber";
import { type ArchiveTarget, SecurityServices } from "./security-services";

export interface OrganizationLogsArgs {
  readonly target: AwsTarget;
  readonly organization: Organization;
  readonly archive: ArchiveTarget;
  /** Name of the organization's trail, which the archive's policies name. */
  readonly trailName: string;
  /** What the loader works with, but for the archive's bucket and Security Lake's: no data events are recorded of it. */
  readonly loader: LoaderResources;
  /** Log groups of the SIEM's functions and search domain, which `everyLogGroupExcept` of their account leaves out. */
  readonly ownLogGroups: readonly string[];
  /** Key of the streams' own logs, whose policy must let CloudWatch Logs use it for `/aws/kinesisfirehose/<name>-*`. */
  readonly logKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
}

/** All that an organization's accounts deliver to the archive: set up in each account by a role that the stack assumes there. */
export class OrganizationLogs extends SiemComponent {
  readonly trail: OrganizationTrail | undefined;
  readonly securityLake: SecurityLakeSubscriber | undefined;

  constructor(
    private readonly name: string,
    args: OrganizationLogsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("siem:organization:OrganizationLogs", name, args, opts);
    const { target, organization } = args;
    const { managementAccount, delegatedAdministrator, logArchiveAccount, services, role } = organization;
    // Recorders of Config, detectors, hubs, administrators: accounts have one of each in a region.
    refuseSecond(this, name, "the logging of an organization", "leave `organization` out of one of them");
    const providers = new MemberProviders(
      name,
      { target, ownAccount: logArchiveAccount, accounts: accountsOf(organization), role },
      { parent: this },
    );
    const management = { parent: this, ...providers.in(managementAccount) };
    const access = new OrganizationAccess(
      name,
      { services, delegatedAdministrator, trustedAccess: organization.trustedAccess },
      management,
    );
    this.securityLake = this.subscribe(target, organization, providers);
    if (services.includes("cloudtrail")) {
      this.trail = new OrganizationTrail(
        `${name}-trail`,
        {
          ...{ trailName: args.trailName, region: organization.regions[0], dataEvents: organization.dataEvents },
          ...{ bucketName: args.archive.bucketName, kmsKeyArn: args.archive.keyArn },
          loader: {
            ...args.loader,
            bucketArns: [
              args.archive.bucketArn,
              ...args.loader.bucketArns,
              ...(this.securityLake ? [this.securityLake.bucketArn] : []),
            ],
          },
          after: [...args.archive.permission, ...access.for("cloudtrail")],
        },
        management,
      );
    }
    new SecurityServices(
      name,
      {
        ...{ target, organization, providers, access, archive: args.archive },
        rootId: () => organizationRoot(management),
      },
      { parent: this },
    );
    this.collectFindings(args, providers);
    this.collectLogs(args, providers);
    this.registerOutputs({});
  }

  private get streams() {
    return { findings: `${this.name}-findings`, logGroups: `${this.name}-log-groups` };
  }

  private collectFindings(args: OrganizationLogsArgs, providers: MemberProviders): void {
    const { target, archive, logKeyArn, logRetentionDays } = args;
    const { services, regions, delegatedAdministrator } = args.organization;
    if (findingPatterns(services, regions).length === 0) return;
    new FindingCollection(
      this.streams.findings,
      {
        ...{ target, archive, services, regions, delegatedAdministrator, logKeyArn, logRetentionDays },
        administrator: providers.in(delegatedAdministrator),
      },
      { parent: this },
    );
  }

  private collectLogs(args: OrganizationLogsArgs, providers: MemberProviders): void {
    const { name } = this;
    const { target, organization, archive, ownLogGroups, logKeyArn, logRetentionDays } = args;
    const { id: organizationId, memberLogs, logArchiveAccount, regions } = organization;
    const child = { parent: this };
    const sending = regionsOf("log-groups", organization);
    const collection =
      sending.length > 0
        ? new LogCollection(
            this.streams.logGroups,
            { target, archive, logKeyArn, logRetentionDays, organizationId, regions: sending },
            child,
          ).destinationArns
        : {};
    const delivering = regionsOf("log-deliveries", organization);
    const deliveries =
      delivering.length > 0
        ? new DeliveryDestinations(
            `${name}-deliveries`,
            { target, archive, organizationId, regions: delivering },
            child,
          ).destinationArns
        : {};
    const siemsOwn = [...ownLogGroups, ...Object.values(this.streams).map(deliveryLogGroup)];
    for (const logs of memberLogs) {
      const ofSiem = logs.account === logArchiveAccount && logs.region === regions[0];
      new MemberLogging(
        `${name}-${logs.account}-${logs.region}`,
        {
          ...{ target, logs, archive },
          ...(ofSiem && { ownLogGroups: siemsOwn }),
          logDestinationArn: collection[logs.region],
          deliveryDestinationArn: deliveries[logs.region],
        },
        { parent: this, ...providers.in(logs.account) },
      );
    }
  }

  private subscribe(
    target: AwsTarget,
    { securityLake, logArchiveAccount }: Organization,
    providers: MemberProviders,
  ): SecurityLakeSubscriber | undefined {
    if (!securityLake) return undefined;
    const { account, ...lake } = securityLake;
    const eventBusArn = arn(target, { service: "events", resource: "event-bus/default" });
    return new SecurityLakeSubscriber(
      `${this.name}-lake`,
      {
        ...lake,
        subscriberAccount: logArchiveAccount,
        // A lake of the account itself tells its bus anyway.
        ...(account !== logArchiveAccount && { announceTo: { eventBusArn, lakeAccount: account } }),
      },
      { parent: this, ...providers.in(account) },
    );
  }
}

const uses: Readonly<Record<LogDestination, (logs: MemberLogs) => boolean>> = {
  "log-groups": ({ logGroups = [], everyLogGroupExcept }) => logGroups.length > 0 || everyLogGroupExcept !== undefined,
  "log-deliveries": ({ logDeliveries = [] }) => logDeliveries.length > 0,
};

/** Where a destination is made: in all regions for accounts that are not named, else where it is used. */
function regionsOf(kind: LogDestination, { memberLogs, destinations = [], regions }: Organization): string[] {
  const used = memberLogs.filter(uses[kind]).map(({ region }) => region);
  return [...new Set([...used, ...(destinations.includes(kind) ? regions : [])])];
}

function organizationRoot(inManagement: pulumi.InvokeOptions): pulumi.Output<string> {
  return aws.organizations.getOrganizationOutput({}, inManagement).roots.apply(([root]) => {
    if (!root) throw new ConfigurationError("The organization has no root that Security Hub could be configured for");
    return root.id;
  });
}
