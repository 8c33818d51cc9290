import type { DataEvents } from "./data-events";
import type { GuardDutyFeature } from "./guardduty-features";
import type { MemberLogs } from "./member-logging";
import type { SecurityLakeSource } from "./security-lake-sources";

/** What is set up for a whole organization. */
export const organizationServices = [
  ...(["cloudtrail", "guardduty", "security-hub", "config"] as const),
  ...(["inspector", "macie", "access-analyzer"] as const),
] as const;
export type OrganizationService = (typeof organizationServices)[number];

/** Ways to the archive that begin in the region of what is logged. */
export const logDestinations = ["log-groups", "log-deliveries"] as const;
export type LogDestination = (typeof logDestinations)[number];

/** An organization of AWS Organizations whose logs the archive takes. */
export interface Organization {
  /** Such as `o-exampleorg1`. */
  readonly id: string;
  readonly managementAccount: string;
  /** Account that administers the security services for all others. */
  readonly delegatedAdministrator: string;
  /** Account of the archive and the SIEM, which the stack is deployed with the credentials of. */
  readonly logArchiveAccount: string;
  /** Further accounts in which something is set up. The logs of all others in the organization are taken as well. */
  readonly memberAccounts: readonly string[];
  /** The first is the one that the SIEM is in. */
  readonly regions: readonly [home: string, ...others: string[]];
  /** Role of the other accounts that the stack assumes. */
  readonly role: {
    readonly name: string;
    readonly externalId?: string | undefined;
  };
  readonly services: readonly OrganizationService[];
  /** Data events that the trail records. */
  readonly dataEvents: readonly DataEvents[];
  readonly guardDutyFeatures: readonly GuardDutyFeature[];
  /** Whether to allow the services in the organization; false where that is decided elsewhere. */
  readonly trustedAccess: boolean;
  /** Whether to make the service-linked role of AWS Config in each account; false where they exist. */
  readonly createServiceLinkedRoles: boolean;
  readonly memberLogs: readonly MemberLogs[];
  /** Where accounts that are not named can send logs to, in each of `regions`. Default: where `memberLogs` need it. */
  readonly destinations?: readonly LogDestination[];
  readonly securityLake?:
    | {
        readonly account: string;
        readonly region: string;
        readonly externalId: string;
        readonly sources: readonly SecurityLakeSource[];
      }
    | undefined;
}

/** All accounts that are named, each once. */
export function accountsOf(organization: Organization): string[] {
  const { managementAccount, delegatedAdministrator, logArchiveAccount, memberAccounts } = organization;
  return [...new Set([managementAccount, delegatedAdministrator, logArchiveAccount, ...memberAccounts])];
}
