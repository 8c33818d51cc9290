import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";
import type { InAccount } from "./member-providers";

export interface MacieOrganizationArgs {
  readonly regions: readonly string[];
  readonly delegatedAdministrator: string;
  /** The management account, which appoints the administrator. */
  readonly management: InAccount;
  /** Where sensitive data discovery results are kept. */
  readonly archiveBucketName: pulumi.Input<string>;
  readonly archiveKeyArn: pulumi.Input<string>;
  /** What must be in force before: the archive's policies, Macie's access to the organization. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Amazon Macie in accounts that join an organization. Its provider must be the delegated administrator's.
 * https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-integrate.html
 */
export class MacieOrganization extends SiemComponent {
  constructor(name: string, args: MacieOrganizationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:MacieOrganization", name, args, opts);
    const {
      regions,
      delegatedAdministrator: adminAccountId,
      management,
      archiveKeyArn,
      archiveBucketName,
      after,
    } = args;
    for (const region of regions) {
      const regional = `${name}-${region}`;
      const account = new aws.macie2.Account(
        regional,
        { region, status: "ENABLED", findingPublishingFrequency: "FIFTEEN_MINUTES" },
        { parent: this },
      );
      const appointment = new aws.macie2.OrganizationAdminAccount(
        regional,
        { region, adminAccountId },
        { parent: this, ...management, dependsOn: [account, ...after] },
      );
      new aws.macie2.OrganizationConfiguration(
        regional,
        { region, autoEnable: true },
        { parent: this, dependsOn: appointment },
      );
      new aws.macie2.ClassificationExportConfiguration(
        regional,
        { region, s3Destination: { bucketName: archiveBucketName, kmsKeyArn: archiveKeyArn } },
        // Macie writes a test object at once.
        { parent: this, dependsOn: [account, ...after] },
      );
    }
    this.registerOutputs({});
  }
}
