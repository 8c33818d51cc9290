import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";
import type { InAccount } from "./member-providers";

export interface InspectorOrganizationArgs {
  readonly regions: readonly string[];
  readonly delegatedAdministrator: string;
  /** The management account, which appoints the administrator. */
  readonly management: InAccount;
  /** Accounts that exist already; those that join later are enabled by themselves. */
  readonly accounts: readonly string[];
  /** What must be in force before. */
  readonly after: readonly pulumi.Resource[];
}

const resourceTypes = ["EC2", "ECR", "LAMBDA"];

/**
 * Amazon Inspector in the accounts of an organization. Its provider must be the delegated administrator's.
 * https://docs.aws.amazon.com/inspector/latest/user/managing-multiple-accounts.html
 */
export class InspectorOrganization extends SiemComponent {
  constructor(name: string, args: InspectorOrganizationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:InspectorOrganization", name, args, opts);
    const { regions, delegatedAdministrator, management, accounts, after } = args;
    const members = accounts.filter((accountId) => accountId !== delegatedAdministrator);
    for (const region of regions) {
      const regional = `${name}-${region}`;
      const appointment = new aws.inspector2.DelegatedAdminAccount(
        regional,
        { region, accountId: delegatedAdministrator },
        { parent: this, ...management, dependsOn: [...after] },
      );
      const appointed = { parent: this, dependsOn: appointment };
      new aws.inspector2.Enabler(regional, { region, accountIds: [delegatedAdministrator], resourceTypes }, appointed);
      new aws.inspector2.OrganizationConfiguration(
        regional,
        { region, autoEnable: { ec2: true, ecr: true, lambda: true } },
        appointed,
      );
      if (members.length === 0) continue;
      const associations = members.map(
        (accountId) =>
          new aws.inspector2.MemberAssociation(`${regional}-${accountId}`, { region, accountId }, appointed),
      );
      // One for all: an administrator cannot enable itself and its members in one request.
      new aws.inspector2.Enabler(
        `${regional}-members`,
        { region, accountIds: members, resourceTypes },
        { parent: this, dependsOn: associations },
      );
    }
    this.registerOutputs({});
  }
}
