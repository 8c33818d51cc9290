import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";
import type { OrganizationService } from "./organization";

/**
 * Service principals that need access to the organization, and those that an administrator is registered for with
 * AWS Organizations; the others have an interface of their own for that.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
 */
const principals: Readonly<
  Record<OrganizationService, { readonly access: readonly string[]; readonly administered?: readonly string[] }>
> = {
  cloudtrail: { access: ["cloudtrail"] },
  guardduty: { access: ["guardduty", "malware-protection.guardduty"] },
  "security-hub": { access: ["securityhub"] },
  config: { access: ["config", "config-multiaccountsetup"], administered: ["config", "config-multiaccountsetup"] },
  inspector: { access: ["inspector2"] },
  macie: { access: ["macie"] },
  "access-analyzer": { access: ["access-analyzer"], administered: ["access-analyzer"] },
};

export interface OrganizationAccessArgs {
  readonly services: readonly OrganizationService[];
  readonly delegatedAdministrator: string;
  /** Allow the services in the organization; false where that is decided elsewhere. Default: true. */
  readonly trustedAccess?: boolean;
}

/** What AWS Organizations must know before services work for all accounts. Its provider must be the management account's. */
export class OrganizationAccess extends SiemComponent {
  private readonly made: ReadonlyMap<OrganizationService, readonly pulumi.Resource[]>;

  constructor(name: string, args: OrganizationAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:OrganizationAccess", name, args, opts);
    const { services, delegatedAdministrator: accountId, trustedAccess = true } = args;
    const made = services.map((service) => {
      const { access, administered = [] } = principals[service];
      const allowed = (trustedAccess ? access : []).map(
        (principal) =>
          new aws.organizations.AwsServiceAccess(
            `${name}-${principal}`,
            { servicePrincipal: `${principal}.amazonaws.com` },
            // Others in the organization may use it by then; the last who goes should not turn off the light.
            { parent: this, retainOnDelete: true },
          ),
      );
      const registered = administered.map(
        (principal) =>
          new aws.organizations.DelegatedAdministrator(
            `${name}-${principal}`,
            { accountId, servicePrincipal: `${principal}.amazonaws.com` },
            { parent: this, dependsOn: allowed },
          ),
      );
      return [service, [...allowed, ...registered]] as const;
    });
    this.made = new Map(made);
    this.registerOutputs({});
  }

  /** What a service's own resources have to wait for. */
  for(service: OrganizationService): readonly pulumi.Resource[] {
    return this.made.get(service) ?? [];
  }
}
