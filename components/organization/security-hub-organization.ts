import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { InAccount } from "./member-providers";

export interface SecurityHubOrganizationArgs {
  readonly target: AwsTarget;
  /** The first gets the findings of the others. */
  readonly regions: readonly [home: string, ...others: string[]];
  readonly delegatedAdministrator: string;
  /** The management account, which appoints the administrator. */
  readonly management: InAccount;
  /** Root of the organization, such as `r-examplerootid1`: what the configuration is for. */
  readonly rootId: pulumi.Input<string>;
  /** What must be in force before. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Security Hub CSPM, centrally configured, in all accounts of an organization, with AWS's Foundational Security Best
 * Practices. Its provider must be the delegated administrator's.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html
 */
export class SecurityHubOrganization extends SiemComponent {
  constructor(name: string, args: SecurityHubOrganizationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:SecurityHubOrganization", name, args, opts);
    const { target, regions, delegatedAdministrator: adminAccountId, management, rootId, after } = args;
    const [region, ...otherRegions] = regions;

    const hub = new aws.securityhub.Account(
      name,
      { region, enableDefaultStandards: false, autoEnableControls: true, controlFindingGenerator: "SECURITY_CONTROL" },
      { parent: this },
    );
    const appointment = new aws.securityhub.OrganizationAdminAccount(
      name,
      { region, adminAccountId },
      { parent: this, ...management, dependsOn: [hub, ...after] },
    );
    const aggregator = new aws.securityhub.FindingAggregator(
      name,
      otherRegions.length === 0
        ? { region, linkingMode: "NO_REGIONS" }
        : { region, linkingMode: "SPECIFIED_REGIONS", specifiedRegions: otherRegions },
      { parent: this, dependsOn: [hub, appointment] },
    );
    const central = new aws.securityhub.OrganizationConfiguration(
      name,
      {
        region,
        // Central configuration wants both off: the policy below says it for all accounts.
        ...{ autoEnable: false, autoEnableStandards: "NONE" },
        organizationConfiguration: { configurationType: "CENTRAL" },
      },
      { parent: this, dependsOn: [aggregator, appointment] },
    );
    const standard = arn(target, {
      ...{ service: "securityhub", region, accountId: "" },
      resource: "standards/aws-foundational-security-best-practices/v/1.0.0",
    });
    const policy = new aws.securityhub.ConfigurationPolicy(
      name,
      {
        region,
        name,
        description: "Security Hub in every account, for the SIEM",
        configurationPolicy: {
          serviceEnabled: true,
          enabledStandardArns: [standard],
          securityControlsConfiguration: { disabledControlIdentifiers: [] },
        },
      },
      { parent: this, dependsOn: central },
    );
    new aws.securityhub.ConfigurationPolicyAssociation(
      name,
      { region, policyId: policy.id, targetId: rootId },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
