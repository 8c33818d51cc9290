import type * as pulumi from "@pulumi/pulumi";
import {
  domainMetric,
  functionMetric,
  loaderMetric,
  loaderMetricNamespace,
  type Pipeline,
  type PipelineMetric,
  queueMetric,
  type WatchedDomain,
} from "./pipeline";

const minute = 60;

/** One alarm: it goes off when a metric's statistic stays beyond the threshold for all its periods. */
export interface AlarmDefinition {
  /** End of the alarm's name. */
  readonly name: string;
  /** What happened and what to do. */
  readonly description: string;
  readonly metric: PipelineMetric;
  /** A loader's metric has its statistic in its query. */
  readonly statistic: "Sum" | "Maximum" | "Minimum";
  readonly comparisonOperator: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  readonly threshold: number;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  /** What a period without a value is. Default: within the threshold. */
  readonly missingData?: "breaching";
}

/** The alarms of the detector. `showsAlerts`: whether it keeps alerts elsewhere than where they are searched. */
export function detectorAlarms(functionName: pulumi.Input<string>, showsAlerts: boolean): AlarmDefinition[] {
  const quarterHour = { comparisonOperator: "GreaterThanThreshold", period: 5 * minute, evaluationPeriods: 3 } as const;
  const metricOf = (metricName: string) => ({
    namespace: loaderMetricNamespace,
    metricName,
    dimensions: { service: functionName },
  });
  const unshown: AlarmDefinition = {
    name: "unshown",
    description:
      "For 15 minutes alerts could not be written to the collection of OpenSearch Serverless, where they are searched; they are raised, kept and told of all the same. The detector's log says why",
    metric: metricOf("AlertsUnshown"),
    statistic: "Sum",
    threshold: 0,
    ...quarterHour,
  };
  return [
    {
      name: "late",
      description:
        "For 15 minutes signals have waited longer than 10 minutes for the detector, or it has not run: alerts are late. Its log says why",
      metric: metricOf("DetectorDelaySeconds"),
      statistic: "Maximum",
      threshold: 10 * minute,
      ...quarterHour,
      // A detector that does not run says nothing.
      missingData: "breaching",
    },
    {
      name: "failing",
      description: "The detector has failed for 15 minutes; what it did not do is done once it works. Its log says why",
      metric: functionMetric("Errors", functionName),
      statistic: "Sum",
      threshold: 0,
      ...quarterHour,
    },
    ...(showsAlerts ? [unshown] : []),
  ];
}

/** The alarms of a pipeline. */
export function pipelineAlarms(pipeline: Pipeline): AlarmDefinition[] {
  const { queueName, deadLetterQueueName, loaderFunctionName } = pipeline;
  const any = { comparisonOperator: "GreaterThanThreshold", threshold: 0 } as const;
  const sumOfFiveMinutes = { statistic: "Sum", period: 5 * minute, evaluationPeriods: 1 } as const;
  const maximumOfMinute = { statistic: "Maximum", period: minute, evaluationPeriods: 1 } as const;
  return [
    {
      name: "dead-letters",
      description:
        "Objects could not be loaded after all attempts; `siem dlq list` says which and probably why, `siem dlq redrive` has them loaded again",
      metric: queueMetric("ApproximateNumberOfMessagesVisible", deadLetterQueueName),
      ...any,
      ...maximumOfMinute,
    },
    {
      name: "queue-age",
      description:
        "Objects have waited for more than 15 minutes; look at the loader's errors and at the search domain's load",
      metric: queueMetric("ApproximateAgeOfOldestMessage", queueName),
      comparisonOperator: "GreaterThanThreshold",
      threshold: 15 * minute,
      statistic: "Maximum",
      period: minute,
      evaluationPeriods: 5,
    },
    {
      name: "loader-errors",
      description: "The loader failed or ran out of time; its log says where",
      metric: functionMetric("Errors", loaderFunctionName),
      ...any,
      ...sumOfFiveMinutes,
    },
    {
      name: "loader-throttles",
      description: "Lambda refused to start the loader; the account's concurrency is used up",
      metric: functionMetric("Throttles", loaderFunctionName),
      ...any,
      ...sumOfFiveMinutes,
    },
    {
      name: "rejected-records",
      description:
        "OpenSearch refused documents for good; `siem rejected list` says which and why, `siem rejected replay` loads them again",
      metric: loaderMetric("RecordsRejected", pipeline),
      ...any,
      ...sumOfFiveMinutes,
    },
    {
      name: "quarantined-objects",
      description: "Objects could not be read; `siem rejected list` says which and why",
      metric: loaderMetric("ObjectsQuarantined", pipeline),
      ...any,
      ...sumOfFiveMinutes,
    },
    {
      name: "missing-objects",
      description:
        "Objects were gone before they could be loaded; the loader's log names them (outcome missing). Find out who deleted them",
      metric: loaderMetric("ObjectsMissing", pipeline),
      ...any,
      ...sumOfFiveMinutes,
    },
    {
      name: "pipeline-errors",
      description:
        "More than 100 records in an hour could not be mapped, as when a service has changed its format; search for event.kind: pipeline_error",
      metric: loaderMetric("PipelineErrors", pipeline),
      comparisonOperator: "GreaterThanThreshold",
      // A bad line here and there is everyday. A number, not a share of the records, keeps the alarm to one query.
      threshold: 100,
      statistic: "Sum",
      period: 60 * minute,
      evaluationPeriods: 1,
    },
    {
      name: "limits-reached",
      description:
        "Records went beyond the limits of siem:limits more than 100 times in an hour; the loader's log says of which objects (limitsReached). Somebody may be sending logs made to harm, or a limit is too low",
      metric: loaderMetric("LimitsReached", pipeline, "SUM", "limitName"),
      comparisonOperator: "GreaterThanThreshold",
      // A long line here and there is everyday; an object that is refused has the alarm of the quarantine.
      threshold: 100,
      statistic: "Sum",
      period: 60 * minute,
      evaluationPeriods: 1,
    },
    {
      name: "objects-parked",
      description:
        "OpenSearch has taken nothing for half an hour, or nothing for some index; objects wait and are loaded once it does. The loader's log says what OpenSearch answers (object parked)",
      metric: loaderMetric("ObjectsParked", pipeline),
      ...any,
      statistic: "Sum",
      // What waits tries again after 15 minutes at most: an outage that goes on shows in each of them.
      period: 15 * minute,
      evaluationPeriods: 2,
    },
    {
      name: "search-busy",
      description:
        "For half an hour OpenSearch has not taken many bulk requests at once (429, 5xx or no answer); logs come late. The loader's log says since when and with which status (OpenSearch pushes back). Use larger or more data nodes, or lower siem:loaderConcurrency",
      metric: loaderMetric("RequestsBusy", pipeline),
      comparisonOperator: "GreaterThanThreshold",
      // One now and then is how the loader finds the pace that the domain bears.
      threshold: 100,
      statistic: "Sum",
      period: 15 * minute,
      evaluationPeriods: 2,
    },
    {
      name: "unmapped-records",
      description:
        "More than 100 documents in an hour had a part that their index could not take; search for tags: mapping-conflict",
      metric: loaderMetric("RecordsUnmapped", pipeline),
      comparisonOperator: "GreaterThanThreshold",
      threshold: 100,
      statistic: "Sum",
      period: 60 * minute,
      evaluationPeriods: 1,
    },
    ...(pipeline.domain ? domainAlarms(pipeline.domain, pipeline.accountId) : []),
  ];
}

/** The alarms of the search domain. */
function domainAlarms(domain: WatchedDomain, accountId: pulumi.Input<string>): AlarmDefinition[] {
  const metric = (metricName: string) => domainMetric(metricName, domain, accountId);
  const maximumOfMinute = { statistic: "Maximum", period: minute, evaluationPeriods: 1 } as const;
  return [
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cloudwatch-alarms.html
    {
      name: "cluster-red",
      description: "A primary shard of the search domain is missing: part of the logs cannot be searched or written",
      metric: metric("ClusterStatus.red"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      ...maximumOfMinute,
    },
    {
      name: "cluster-yellow",
      description: "A replica of the search domain is missing for five minutes: another failure can lose data",
      metric: metric("ClusterStatus.yellow"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      statistic: "Maximum",
      period: minute,
      evaluationPeriods: 5,
    },
    {
      name: "free-storage",
      description:
        "A data node has less than a quarter of its storage left; enlarge the volumes or shorten the retention",
      metric: metric("FreeStorageSpace"),
      comparisonOperator: "LessThanThreshold",
      // The metric is in MiB.
      threshold: (domain.volumeGib * 1024) / 4,
      statistic: "Minimum",
      period: minute,
      evaluationPeriods: 1,
    },
    {
      name: "writes-blocked",
      description: "The search domain refuses writes, for want of storage or memory",
      metric: metric("ClusterIndexWritesBlocked"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      statistic: "Maximum",
      period: 5 * minute,
      evaluationPeriods: 1,
    },
    {
      name: "memory-pressure",
      description: "The search domain's heap is over 95 % full; use larger instances or fewer shards",
      metric: metric("JVMMemoryPressure"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 95,
      statistic: "Maximum",
      period: minute,
      evaluationPeriods: 3,
    },
    {
      name: "manager-memory-pressure",
      description: "The heap of a dedicated manager node is over 95 % full; use a larger siem:searchMasterType",
      metric: metric("MasterJVMMemoryPressure"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 95,
      statistic: "Maximum",
      period: minute,
      evaluationPeriods: 3,
    },
    {
      name: "processor",
      description: "The search domain's processors have been busy for 45 minutes; use larger or more data nodes",
      metric: metric("CPUUtilization"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 80,
      statistic: "Maximum",
      period: 15 * minute,
      evaluationPeriods: 3,
    },
    {
      name: "key-disabled",
      description: "The search domain's key is disabled; enable it, or the domain is lost",
      metric: metric("KMSKeyError"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      ...maximumOfMinute,
    },
    {
      name: "key-inaccessible",
      description: "The search domain may not use its key any more; restore the key's policy and the domain's grant",
      metric: metric("KMSKeyInaccessible"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      ...maximumOfMinute,
    },
    {
      name: "snapshot-failure",
      description: "The daily snapshot of the search domain failed",
      metric: metric("AutomatedSnapshotFailure"),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      ...maximumOfMinute,
    },
  ];
}
