import * as pulumi from "@pulumi/pulumi";
import { Siem, type SiemArgs } from "./components";
import { type Settings, stackSettings } from "./settings";
import { archiveLock, archiveTiers, storageLens } from "./settings/archive";
import { siemDetection } from "./settings/detection";
import { loaderShape } from "./settings/loader-shape";
import { refuseOtherAccount } from "./settings/log-archive-account";
import { siemNetwork } from "./settings/network";
import { searchChoice } from "./settings/search";

/**
 * The Pulumi program. Pulumi calls it, and so do the local stage and `siem graph`, each time anew; its result is the
 * stack's outputs.
 */
async function deploy() {
  const settings = stackSettings();
  await refuseOtherAccount(settings);
  const siem = new Siem(`siem-${pulumi.getStack()}`, siemArgs(settings));
  return {
    archiveBucketName: siem.archive.bucket.bucketName,
    accessLogBucketName: siem.archive.accessLogBucket.bucketName,
    configBucketName: siem.archive.configTarget.bucketName,
    reportsBucketName: siem.reports.bucket.bucketName,
    ...(siem.batchLoading && {
      backfillFunctionArn: siem.batchLoading.functionArn,
      backfillRoleArn: siem.batchLoading.roleArn,
      backfillConcurrency: siem.batchLoading.concurrency,
    }),
    queueUrl: siem.queue.queueUrl,
    deadLetterQueueUrl: siem.queue.deadLetterQueueUrl,
    loaderFunctionName: siem.loader.functionName,
    loaderFunctionArn: siem.loader.functionArn,
    configuratorFunctionName: siem.content.functionName,
    ...(siem.search.domain && { searchDomainName: siem.search.domain.domainName }),
    searchEndpoint: siem.search.endpoint,
    dashboardsUrl: siem.search.dashboardsUrl,
    alarmTopicArn: siem.alarmTopic.topicArn,
    ...(siem.detection && {
      alertTopicArn: siem.detection.topicArn,
      detectorFunctionName: siem.detection.detector.functionName,
      detectionRules: siem.detection.ruleVersions,
    }),
    region: siem.target.region,
    accountId: siem.target.accountId,
  };
}

function siemArgs(settings: Settings): SiemArgs {
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

export = deploy;
