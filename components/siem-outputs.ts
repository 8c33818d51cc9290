import type { Siem } from "./siem";

/** What a stack with one SIEM exports: `siem doctor`, `siem backfill` and others find its parts by it. */
export function siemOutputs(siem: Siem) {
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
      ...(siem.stateTable && { alertTableName: siem.stateTable.tableName }),
      detectorFunctionName: siem.detection.detector.functionName,
      detectionRules: siem.detection.ruleVersions,
    }),
    region: siem.target.region,
    accountId: siem.target.accountId,
  };
}
