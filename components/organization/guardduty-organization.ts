import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";
import { type GuardDutyFeature, guardDutyParts } from "./guardduty-features";
import type { InAccount } from "./member-providers";

export interface GuardDutyOrganizationArgs {
  readonly regions: readonly string[];
  readonly delegatedAdministrator: string;
  /** The management account, which appoints the administrator. */
  readonly management: InAccount;
  /** Default: all that need no agent and scan no volume. */
  readonly features?: readonly GuardDutyFeature[];
  /** Where findings of all accounts are exported to. */
  readonly archiveBucketArn: pulumi.Input<string>;
  readonly archiveKeyArn: pulumi.Input<string>;
  /** What must be in force before: the archive's policies, GuardDuty's access to the organization. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * GuardDuty in all accounts, present and future, of an organization. Its provider must be the delegated administrator's.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 */
export class GuardDutyOrganization extends SiemComponent {
  constructor(name: string, args: GuardDutyOrganizationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:GuardDutyOrganization", name, args, opts);
    for (const region of args.regions) this.enable(`${name}-${region}`, region, args);
    this.registerOutputs({});
  }

  private enable(name: string, region: string, args: GuardDutyOrganizationArgs): void {
    const { delegatedAdministrator: adminAccountId, management, archiveBucketArn, archiveKeyArn, after } = args;
    const child = { parent: this };
    const detector = new aws.guardduty.Detector(
      name,
      { region, enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
      child,
    );
    // Appointing an account that has no detector makes one there, which would be another than the one above.
    const appointment = new aws.guardduty.OrganizationAdminAccount(
      name,
      { region, adminAccountId },
      { parent: this, ...management, dependsOn: [detector, ...after] },
    );
    const appointed = { parent: this, dependsOn: appointment };
    const organization = new aws.guardduty.OrganizationConfiguration(
      name,
      { region, detectorId: detector.id, autoEnableOrganizationMembers: "ALL" },
      appointed,
    );
    const chosen =
      args.features ?? (["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"] as const);
    for (const feature of chosen) {
      const parts: readonly string[] = guardDutyParts[feature];
      const setting = `${name}-${feature.toLowerCase().replaceAll("_", "-")}`;
      new aws.guardduty.DetectorFeature(
        setting,
        {
          ...{ region, detectorId: detector.id, name: feature, status: "ENABLED" },
          ...(parts.length > 0 && {
            additionalConfigurations: parts.map((part) => ({ name: part, status: "ENABLED" })),
          }),
        },
        child,
      );
      new aws.guardduty.OrganizationConfigurationFeature(
        setting,
        {
          ...{ region, detectorId: detector.id, name: feature, autoEnable: "ALL" },
          ...(parts.length > 0 && {
            additionalConfigurations: parts.map((part) => ({ name: part, autoEnable: "ALL" })),
          }),
        },
        { parent: this, dependsOn: organization },
      );
    }
    new aws.guardduty.PublishingDestination(
      name,
      { region, detectorId: detector.id, destinationArn: archiveBucketArn, kmsKeyArn: archiveKeyArn },
      // GuardDuty writes a test object at once.
      { parent: this, dependsOn: [...after] },
    );
  }
}
