import type { ArchiveLock, ArchiveTiers } from "../components";
import { mostNamedAccounts } from "../components/archive/senders";
import { functionSuffixes } from "../components/own-log-groups";
import type { SiemArgs } from "../components/siem/args";
import { ConfigurationError } from "../functions/shared/errors";
import type { Settings } from "../settings";

type ArchiveSettings = Pick<
  Settings,
  | "protectData"
  | "archiveLock"
  | "retentionDays"
  | "archiveRetentionDays"
  | "archiveAccessDays"
  | "deepArchiveAccessDays"
  | "accessPoints"
  | "storageLens"
  | "storageLensOrganization"
  | "accounts"
  | "replica"
>;

/** When archived logs go to tiers that are not read at once. */
export function archiveTiers({ archiveAccessDays, deepArchiveAccessDays }: ArchiveSettings): ArchiveTiers {
  return {
    ...(archiveAccessDays > 0 && { archiveDays: archiveAccessDays }),
    ...(deepArchiveAccessDays > 0 && { deepArchiveDays: deepArchiveAccessDays }),
  };
}

/** What Storage Lens looks at; undefined where it is off. */
export function storageLens({ storageLens, storageLensOrganization }: ArchiveSettings): SiemArgs["storageLens"] {
  if (storageLens === "off") return undefined;
  return { advanced: storageLens === "advanced", organizationArn: storageLensOrganization };
}

/** How logs are kept from being deleted. */
export function archiveLock({ archiveLock, protectData }: ArchiveSettings): ArchiveLock {
  return protectData ? archiveLock : "off";
}

/** @throws ConfigurationError for settings of the archive that contradict each other, or the stack's region. */
export function refuseImpossibleArchive(settings: ArchiveSettings, prefix: string, region: string | undefined): void {
  const { accounts, replica } = settings;
  const { retentionDays, archiveRetentionDays, archiveAccessDays, deepArchiveAccessDays } = settings;
  const pointNames = settings.accessPoints.flatMap(({ name, redaction }) =>
    redaction ? [name, `${name}-original`] : [name],
  );
  const taken = settings.accessPoints.find(({ name, redaction }) => redaction && functionSuffixes.includes(name))?.name;
  const seesBoth = roleOfBoth(settings.accessPoints);
  const unreadable = (name: string, days: number): readonly [boolean, string] => [
    days > 0 && days <= retentionDays,
    `${prefix}${name} is ${days}, not more than ${prefix}retentionDays (${retentionDays}): logs that are still searched could not be loaded again; raise it, or set 0`,
  ];
  const unused = (name: string, days: number): readonly [boolean, string] => [
    days >= archiveRetentionDays,
    `${prefix}${name} is ${days}, not before logs are deleted (${prefix}archiveRetentionDays: ${archiveRetentionDays}); lower it, or set 0`,
  ];
  const rules: readonly (readonly [boolean, string])[] = [
    [
      accounts.length > mostNamedAccounts,
      `${prefix}accounts names ${accounts.length} accounts, and the policy of a bucket, of at most 20 KB, has place for ${mostNamedAccounts}; set ${prefix}organizationId instead, which is for all accounts of an organization`,
    ],
    [
      replica !== undefined && replica.region === region && replica.accountId === undefined,
      `${prefix}replica.region is ${region}, the stack's own, and ${prefix}replica has no accountId: what takes the archive would take its copy as well; name a bucket in another region, or set the accountId of another account that owns it`,
    ],
    [
      !settings.protectData && settings.archiveLock === "compliance",
      `${prefix}archiveLock is "compliance" but ${prefix}protectData is false: nobody could destroy the stack for ${archiveRetentionDays} days; set protectData to true, or archiveLock to "governance" or "off"`,
    ],
    [
      archiveRetentionDays < retentionDays,
      `${prefix}archiveRetentionDays is ${archiveRetentionDays}, less than ${prefix}retentionDays (${retentionDays}): searchable events would point at deleted objects; raise it`,
    ],
    [
      archiveAccessDays > 0 && archiveAccessDays < 90,
      `${prefix}archiveAccessDays is ${archiveAccessDays}; S3 allows 90 to 730, or set 0 for never`,
    ],
    [
      deepArchiveAccessDays > 0 && deepArchiveAccessDays < 180,
      `${prefix}deepArchiveAccessDays is ${deepArchiveAccessDays}; S3 allows 180 to 730, or set 0 for never`,
    ],
    [
      settings.storageLens === "off" && settings.storageLensOrganization !== undefined,
      `${prefix}storageLensOrganization is set but ${prefix}storageLens is "off"; set it to "free" or "advanced", or remove the organization`,
    ],
    [
      new Set(pointNames).size < pointNames.length,
      `${prefix}accessPoints has a name beside its <name>-original, which masking makes; give each access point a name of its own`,
    ],
    [
      taken !== undefined,
      `${prefix}accessPoints has ${taken} mask by a function of that name, which the SIEM has of its own; give it another`,
    ],
    [
      seesBoth !== undefined,
      `${prefix}accessPoints lets ${seesBoth} read masked and unmasked, but masking keeps a role from all originals; take it out of the one or the other`,
    ],
    unreadable("archiveAccessDays", archiveAccessDays),
    unreadable("deepArchiveAccessDays", deepArchiveAccessDays),
    unused("archiveAccessDays", archiveAccessDays),
    unused("deepArchiveAccessDays", deepArchiveAccessDays),
    [
      deepArchiveAccessDays > 0 && deepArchiveAccessDays <= archiveAccessDays,
      `${prefix}deepArchiveAccessDays is ${deepArchiveAccessDays}, not more than ${prefix}archiveAccessDays (${archiveAccessDays}); raise it, or set 0`,
    ],
  ];
  for (const [broken, message] of rules) if (broken) throw new ConfigurationError(`${message}.`);
}

/** A role that an access point masks for and another one does not. */
function roleOfBoth(accessPoints: ArchiveSettings["accessPoints"]): string | undefined {
  const rolesOf = (isMasked: boolean) =>
    accessPoints.flatMap(({ redaction, roleArns }) => ((redaction !== undefined) === isMasked ? roleArns : []));
  const open = new Set(rolesOf(false));
  return rolesOf(true).find((role) => open.has(role));
}
