import type * as pulumi from "@pulumi/pulumi";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { AccessAnalyzerOrganization } from "./access-analyzer-organization";
import { ConfigAggregation } from "./config-aggregation";
import { ConfigRecording, type ConfigTarget } from "./config-recording";
import { GuardDutyOrganization } from "./guardduty-organization";
import { InspectorOrganization } from "./inspector-organization";
import { MacieOrganization } from "./macie-organization";
import type { MemberProviders } from "./member-providers";
import { accountsOf, type Organization, type OrganizationService } from "./organization";
import type { OrganizationAccess } from "./organization-access";
import { SecurityHubOrganization } from "./security-hub-organization";

/** The archive, as far as services deliver to it. */
export interface ArchiveTarget {
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Input<string>;
  /** Where AWS Config delivers to, and the key for that: it cannot write to a locked archive. Default: the archive. */
  readonly config?: ConfigTarget;
  /** Policies that must be in force before. */
  readonly permission: readonly pulumi.Resource[];
}

export interface SecurityServicesArgs {
  readonly target: AwsTarget;
  readonly organization: Organization;
  /** Of all accounts of the organization. */
  readonly providers: MemberProviders;
  readonly access: OrganizationAccess;
  readonly archive: ArchiveTarget;
  /** Root of the organization; asked for only if Security Hub is wanted. */
  readonly rootId: () => pulumi.Input<string>;
}

/**
 * The security services of an organization, administered by the delegated administrator for all accounts. What they find
 * and record comes to the archive: of GuardDuty, Config and Macie by themselves, of the others by `FindingForwarding`.
 */
export class SecurityServices extends SiemComponent {
  constructor(name: string, args: SecurityServicesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:SecurityServices", name, args, opts);
    const { target, organization, providers, access, archive } = args;
    const { regions, delegatedAdministrator, services } = organization;
    const management = providers.in(organization.managementAccount);
    const administrator = { parent: this, ...providers.in(delegatedAdministrator) };
    const ofArchive = {
      archiveBucketName: archive.bucketName,
      archiveBucketArn: archive.bucketArn,
      archiveKeyArn: archive.keyArn,
    };
    const common = { regions, delegatedAdministrator, management };

    const build: Readonly<Partial<Record<OrganizationService, (after: readonly pulumi.Resource[]) => void>>> = {
      guardduty: (access) =>
        new GuardDutyOrganization(
          `${name}-guardduty`,
          {
            ...common,
            ...ofArchive,
            features: organization.guardDutyFeatures,
            after: [...access, ...archive.permission],
          },
          administrator,
        ),
      "security-hub": (after) =>
        new SecurityHubOrganization(
          `${name}-security-hub`,
          { ...common, target, rootId: args.rootId(), after },
          administrator,
        ),
      config: (after) => {
        for (const accountId of accountsOf(organization)) {
          new ConfigRecording(
            `${name}-config-${accountId}`,
            {
              ...{ target, accountId, regions, after: archive.permission },
              ...(archive.config ?? { bucketName: archive.bucketName, keyArn: archive.keyArn }),
              createServiceLinkedRole: organization.createServiceLinkedRoles,
            },
            { parent: this, ...providers.in(accountId) },
          );
        }
        new ConfigAggregation(
          `${name}-config`,
          { target, accountId: delegatedAdministrator, region: regions[0], after },
          administrator,
        );
      },
      inspector: (after) =>
        new InspectorOrganization(
          `${name}-inspector`,
          { ...common, accounts: accountsOf(organization), after },
          administrator,
        ),
      macie: (access) =>
        new MacieOrganization(
          `${name}-macie`,
          { ...common, ...ofArchive, after: [...access, ...archive.permission] },
          administrator,
        ),
      "access-analyzer": (after) =>
        new AccessAnalyzerOrganization(`${name}-access-analyzer`, { regions, after }, administrator),
    };
    for (const service of services) build[service]?.(access.for(service));
    this.registerOutputs({});
  }
}
