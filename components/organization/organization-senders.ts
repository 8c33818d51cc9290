import type { DeliveryOrigin } from "../archive/deliveries";
import type { LogArchiveArgs } from "../archive/log-archive";
import type { LogSenders } from "../archive/senders";
import { accountsOf, type Organization } from "./organization";

/** Accounts that a bucket policy, of at most 20,480 bytes, can name for each service. */
const mostNamed = 25;

/** The organization's accounts, by name where they are few enough. */
export function organizationSenders(organization: Organization): LogSenders & { readonly organizationId: string } {
  const accounts = accountsOf(organization);
  return { organizationId: organization.id, ...(accounts.length <= mostNamed && { accounts }) };
}

/**
 * Whose deliveries the archive takes: of the services that one account runs for all, that account's only, and of trails the
 * organization's own.
 */
export function organizationDeliveries(
  organization: Organization,
  trail: string,
): Pick<LogArchiveArgs, "senders" | "origins"> {
  const { id: organizationId, managementAccount, delegatedAdministrator, regions } = organization;
  const ofAdministrator: DeliveryOrigin = {
    senders: { organizationId, accounts: [delegatedAdministrator] },
    regions,
  };
  return {
    senders: organizationSenders(organization),
    origins: {
      ...(organization.services.includes("cloudtrail") && {
        cloudtrail: {
          senders: { organizationId, accounts: [managementAccount] },
          resource: `trail/${trail}`,
        },
      }),
      ...(organization.services.includes("guardduty") && { guardduty: ofAdministrator }),
      ...(organization.services.includes("macie") && { macie: ofAdministrator }),
    },
  };
}
