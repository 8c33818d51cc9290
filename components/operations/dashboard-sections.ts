import * as pulumi from "@pulumi/pulumi";
import {
  domainMetric,
  functionMetric,
  loaderMetric,
  loaderMetricBySource,
  type Pipeline,
  type PipelineMetric,
  queueMetric,
  type ServiceMetric,
  type WatchedDomain,
} from "./pipeline";
import type { Prices } from "./prices";

/** What is calculated from metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export interface CalculatedMetric {
  readonly expression: pulumi.Input<string>;
  /** Metrics by the names that they have in the expression: lower-case letters. */
  readonly from: Readonly<Record<string, ServiceMetric>>;
}

export interface Chart {
  readonly title: string;
  readonly statistic: "Sum" | "Maximum" | "Minimum" | "Average" | "p95";
  /** Seconds. Default: five minutes. */
  readonly period?: number;
  /** Label -> metric. */
  readonly metrics: Readonly<Record<string, PipelineMetric | CalculatedMetric>>;
}

/** A question of those on duty, and what answers it. */
export interface Section {
  readonly question: string;
  /** Markdown: what to look at, and what to do. */
  readonly explanation: string;
  readonly charts: readonly Chart[];
}

const day = 86_400;
const daysOfMonth = 30;

/** The questions, those first whose answer cannot wait. */
export function dashboardSections(pipeline: Pipeline, prices: Prices): Section[] {
  return [
    {
      question: "Is anything lost?",
      explanation:
        "Nothing is, as long as each record received is accounted for. What could not be loaded is kept: `siem dlq list`, `siem rejected list`.",
      charts: lossCharts(pipeline),
    },
    {
      question: "Is it late?",
      explanation:
        "Documents can be searched 5 seconds after they are indexed. Objects that wait are loaded by themselves once OpenSearch takes them.",
      charts: delayCharts(pipeline),
    },
    {
      question: "Is it about to be full?",
      explanation:
        "Should the storage run out, the search domain blocks writes, and logs wait in their queue for up to 13 days: enlarge the volumes (siem:searchVolumeGib) or shorten siem:retentionDays.",
      charts: capacityCharts(pipeline),
    },
    {
      question: "What does it cost?",
      explanation:
        "Estimated in US dollars at list prices; the hours of the search domain's instances come on top, and are the same each day. siem:filters and siem:retentionDays make the largest sources cheaper.",
      charts: costCharts(pipeline, prices),
    },
  ];
}

function lossCharts(pipeline: Pipeline): Chart[] {
  const sum = (metricName: string) => loaderMetric(metricName, pipeline);
  return [
    {
      title: "Dead letters",
      statistic: "Maximum",
      metrics: {
        "dead letters": queueMetric("ApproximateNumberOfMessagesVisible", pipeline.deadLetterQueueName),
      },
    },
    {
      title: "Not loaded as they should be",
      statistic: "Sum",
      metrics: {
        "rejected records": sum("RecordsRejected"),
        "quarantined objects": sum("ObjectsQuarantined"),
        "missing objects": sum("ObjectsMissing"),
        "failed tries": sum("ObjectsFailed"),
        "unrecognised objects": sum("ObjectsUnrecognised"),
        "pipeline errors": sum("PipelineErrors"),
        "unmapped records": sum("RecordsUnmapped"),
        "limits reached": loaderMetric("LimitsReached", pipeline, "SUM", "limitName"),
      },
    },
    {
      title: "Records",
      statistic: "Sum",
      metrics: {
        received: sum("RecordsReceived"),
        indexed: sum("RecordsIndexed"),
        duplicate: sum("RecordsDuplicate"),
        dropped: sum("RecordsDropped"),
      },
    },
  ];
}

function delayCharts(pipeline: Pipeline): Chart[] {
  const { queueName, loaderFunctionName } = pipeline;
  return [
    {
      title: "Seconds from arrival to index, the slowest object of each source",
      statistic: "Maximum",
      metrics: { "": loaderMetricBySource("ArrivalToIndexedSeconds", pipeline, "MAX") },
    },
    {
      title: "Seconds from an object's newest event to index, the slowest of each source",
      statistic: "Maximum",
      metrics: { "": loaderMetricBySource("EventToIndexedSeconds", pipeline, "MAX") },
    },
    {
      title: "Seconds that the oldest object waits",
      statistic: "Maximum",
      metrics: { age: queueMetric("ApproximateAgeOfOldestMessage", queueName) },
    },
    {
      title: "Objects waiting",
      statistic: "Maximum",
      metrics: {
        waiting: queueMetric("ApproximateNumberOfMessagesVisible", queueName),
        "in flight": queueMetric("ApproximateNumberOfMessagesNotVisible", queueName),
        "put off": queueMetric("ApproximateNumberOfMessagesDelayed", queueName),
      },
    },
    {
      title: "Objects that take more than one go",
      statistic: "Sum",
      metrics: {
        "continued (large)": loaderMetric("ObjectsContinued", pipeline),
        "parked (outage)": loaderMetric("ObjectsParked", pipeline),
        "postponed (no time left)": loaderMetric("ObjectsPostponed", pipeline),
      },
    },
    {
      title: "Loader",
      statistic: "Sum",
      metrics: {
        invocations: functionMetric("Invocations", loaderFunctionName),
        errors: functionMetric("Errors", loaderFunctionName),
        throttles: functionMetric("Throttles", loaderFunctionName),
      },
    },
    {
      title: "Milliseconds of a batch",
      statistic: "p95",
      metrics: { "95 of 100": functionMetric("Duration", loaderFunctionName) },
    },
  ];
}

function capacityCharts(pipeline: Pipeline): Chart[] {
  return [
    ...(pipeline.domain ? domainCharts(pipeline.domain, pipeline.accountId) : []),
    {
      title: "Bulk requests not taken (429, 5xx, blocks)",
      statistic: "Sum",
      metrics: {
        busy: loaderMetric("RequestsBusy", pipeline),
        blocked: loaderMetric("RequestsBlocked", pipeline),
      },
    },
    {
      title: "Loaders at the same time",
      statistic: "Maximum",
      metrics: { loaders: functionMetric("ConcurrentExecutions", pipeline.loaderFunctionName) },
    },
  ];
}

function domainCharts(watched: WatchedDomain, accountId: pulumi.Input<string>): Chart[] {
  const domain = (metricName: string) => domainMetric(metricName, watched, accountId);
  return [
    {
      title: "Search domain: free storage of the fullest node, MiB",
      statistic: "Minimum",
      metrics: { free: domain("FreeStorageSpace") },
    },
    {
      title: "Search domain: processor and heap, percent",
      statistic: "Maximum",
      metrics: {
        processor: domain("CPUUtilization"),
        heap: domain("JVMMemoryPressure"),
        "heap of the managers": domain("MasterJVMMemoryPressure"),
      },
    },
    {
      title: "Search domain: health",
      statistic: "Maximum",
      metrics: {
        red: domain("ClusterStatus.red"),
        yellow: domain("ClusterStatus.yellow"),
        "writes blocked": domain("ClusterIndexWritesBlocked"),
      },
    },
    {
      title: "Search domain: writes waiting and refused so far",
      statistic: "Maximum",
      metrics: { waiting: domain("ThreadpoolWriteQueue"), "refused so far": domain("ThreadpoolWriteRejected") },
    },
  ];
}

function costCharts(pipeline: Pipeline, prices: Prices): Chart[] {
  const { loaderFunctionName, loaderMemory, domain, accountId, bucketNames } = pipeline;
  const loaderSecond = (loaderMemory / 1024) * prices.lambdaGbSecond;
  const archiveByteDay = prices.archiveGbMonth / 1024 ** 3 / daysOfMonth;
  return [
    {
      title: "Records of each source, a day",
      statistic: "Sum",
      period: day,
      metrics: { "": loaderMetricBySource("RecordsReceived", pipeline, "SUM") },
    },
    {
      title: "Bytes of each source as they are stored, a day",
      statistic: "Sum",
      period: day,
      metrics: { "": loaderMetricBySource("BytesLoaded", pipeline, "SUM") },
    },
    {
      title: "Estimated US dollars a day",
      statistic: "Sum",
      period: day,
      metrics: {
        loader: {
          expression: `duration / 1000 * ${decimal(loaderSecond)} + invocations * ${decimal(prices.lambdaRequest)}`,
          from: {
            duration: functionMetric("Duration", loaderFunctionName),
            invocations: functionMetric("Invocations", loaderFunctionName),
          },
        },
        "archive, at most": {
          expression: pulumi.interpolate`SUM([${bucketSizes(bucketNames)}]) * ${decimal(archiveByteDay)}`,
          from: {},
        },
        ...(domain && {
          "storage of the search domain": {
            // Of a metric that is always there: a line without one is not drawn.
            expression: `nodes * 0 + ${decimal((domain.instanceCount * domain.volumeGib * prices.searchGbMonth) / daysOfMonth)}`,
            from: { nodes: domainMetric("Nodes", domain, accountId) },
          },
        }),
      },
    },
  ];
}

/** CloudWatch has the size of a bucket once a day, for each storage class. */
function bucketSizes(bucketNames: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.all([...bucketNames]).apply((names) => {
    const searches = names.map((name) => {
      const search = `{AWS/S3,BucketName,StorageType} MetricName="BucketSizeBytes" BucketName="${name}"`;
      return `SUM(SEARCH('${search}', 'Average', ${day}))`;
    });
    return searches.join(", ");
  });
}

/** A small number as CloudWatch reads it, without an exponent. */
function decimal(value: number): string {
  return value.toFixed(18).replace(/\.?0+$/, "");
}
