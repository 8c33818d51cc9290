import * as pulumi from "@pulumi/pulumi";
import { Siem, type SiemArgs } from "./components";
import { type Settings, stackSettings } from "./settings";
import { loaderShape } from "./settings/loader-shape";
import { searchShape } from "./settings/search-shape";

/**
 * The Pulumi program. Pulumi calls it, and so do the local stage and `siem graph`, each time anew; its result is the
 * stack's outputs.
 */
function deploy() {
  const siem = new Siem(`siem-${pulumi.getStack()}`, siemArgs(stackSettings()));
  return {
    archiveBucketName: siem.archive.bucket.bucketName,
    accessLogBucketName: siem.archive.accessLogBucket.bucketName,
    queueUrl: siem.queue.queueUrl,
    deadLetterQueueUrl: siem.queue.deadLetterQueueUrl,
    loaderFunctionName: siem.loader.functionName,
    loaderFunctionArn: siem.loader.functionArn,
    configuratorFunctionName: siem.content.functionName,
    searchEndpoint: siem.domain.endpoint,
    dashboardsUrl: siem.domain.dashboardsUrl,
    alarmTopicArn: siem.alarmTopic.topicArn,
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
    },
    search: {
      shape: searchShape(settings),
      engineVersion: settings.engineVersion,
      retentionDays: settings.retentionDays,
      analystRoleArns: settings.analystRoleArns,
      operatorRoleArns: settings.operatorRoleArns,
      createServiceLinkedRole: settings.createServiceLinkedRole,
    },
    loader: {
      ...loaderShape(settings),
      networks: settings.networks,
      sourceRules: settings.sources,
      filters: settings.filters,
    },
    limits: settings.limits,
    sourceModules: settings.sourceModules,
    network: network(settings),
    operations: { logRetentionDays: settings.logRetentionDays, alarmEmail: settings.alarmEmail },
  };
}

function senders({ accounts, organizationId }: Settings): Pick<SiemArgs["archive"], "senders"> {
  if (organizationId !== undefined) return { senders: { organizationId } };
  return accounts.length > 0 ? { senders: { accounts } } : {};
}

function network({ network, vpcId, subnetIds, vpcCidr }: Settings): SiemArgs["network"] {
  if (network === "public") return undefined;
  return vpcId === undefined ? { cidrBlock: vpcCidr } : { vpcId, subnetIds };
}

export = deploy;
