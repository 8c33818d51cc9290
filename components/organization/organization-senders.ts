import type { DeliveryOrigin } from "../archive/deliveries";
import type { LogArchiveArgs } from "../archive/log-archive";
import type { Organization } from "./organization";

/**
 * Whose deliveries the archive takes: those of every account of the organization, named or not; but of the services that
 * one account runs for all, that account's only, and of trails the organization's own.
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
    senders: { organizationId },
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
