import type { SiemArgs } from "../components";
import type { Settings } from "../settings";
import { archiveLock, archiveTiers, storageLens } from "./archive";
import { siemDetection } from "./detection";
import { loaderShape } from "./loader-shape";
import { siemNetwork } from "./network";
import { searchChoice } from "./search";

/** The SIEM that settings describe. */
export function siemArgs(settings: Settings): SiemArgs {
  return {
    protect: settings.protectData,
    archive: {
      ...senders(settings),
      deliveries: settings.deliveries,
      retentionDays: settings.archiveRetentionDays,
      archiveTiers: archiveTiers(settings),
      lock: archiveLock(settings),
      replica: settings.replica,
    },
    existingBuckets: settings.existingBuckets,
    organization: settings.organization,
    accessPoints: settings.accessPoints,
    storageLens: storageLens(settings),
    reports: { inventory: settings.archiveInventory },
    backfillConcurrency: settings.backfillConcurrency,
    search: searchChoice(settings),
    loader: {
      ...loaderShape(settings),
      networks: settings.networks,
      sourceRules: settings.sources,
      filters: settings.filters,
    },
    detection: siemDetection(settings),
    limits: settings.limits,
    sourceModules: settings.sourceModules,
    network: siemNetwork(settings),
    modelStorage: settings.modelStorage ? { writerRoleArns: settings.modelWriterRoleArns } : undefined,
    operations: {
      logRetentionDays: settings.logRetentionDays,
      alarmEmail: settings.alarmEmail,
      silence: settings.silence,
      ...(settings.monthlyBudgetUsd > 0 && { monthlyBudgetUsd: settings.monthlyBudgetUsd }),
    },
  };
}

function senders({ accounts, organizationId }: Settings): Pick<SiemArgs["archive"], "senders"> {
  if (organizationId !== undefined) return { senders: { organizationId } };
  return accounts.length > 0 ? { senders: { accounts } } : {};
}
