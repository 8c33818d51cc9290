import * as pulumi from "@pulumi/pulumi";
import {
  domainMetric,
  functionMetric,
  loaderMetric,
  type Pipeline,
  type PipelineMetric,
  queueMetric,
} from "./pipeline";

const columns = 3;
const width = 24 / columns;
const height = 6;

interface Chart {
  readonly title: string;
  readonly statistic: "Sum" | "Maximum" | "Minimum" | "Average" | "p95";
  /** Label -> metric. */
  readonly metrics: Readonly<Record<string, PipelineMetric>>;
}

/** Body of the pipeline's CloudWatch dashboard: what arrives, what is loaded, what is refused, how the cluster is. */
export function dashboardBody(pipeline: Pipeline, region: pulumi.Input<string>): pulumi.Output<string> {
  const widgets = charts(pipeline).map(({ title, statistic, metrics }, index) => ({
    type: "metric",
    x: (index % columns) * width,
    y: Math.floor(index / columns) * height,
    width,
    height,
    properties: {
      title,
      region,
      stat: statistic,
      period: 300,
      view: "timeSeries",
      metrics: Object.entries(metrics).map(([label, metric]) => line(metric, label)),
    },
  }));
  return pulumi.jsonStringify({ widgets });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function line(metric: PipelineMetric, label: string): readonly unknown[] {
  if ("query" in metric) return [{ expression: metric.query, label }];
  const { namespace, metricName, dimensions } = metric;
  return [namespace, metricName, ...Object.entries(dimensions).flat(), { label }];
}

function charts(pipeline: Pipeline): Chart[] {
  const { queueName, deadLetterQueueName, loaderFunctionName } = pipeline;
  return [
    {
      title: "Records",
      statistic: "Sum",
      metrics: {
        received: loaderMetric("RecordsReceived", pipeline),
        indexed: loaderMetric("RecordsIndexed", pipeline),
        duplicate: loaderMetric("RecordsDuplicate", pipeline),
        dropped: loaderMetric("RecordsDropped", pipeline),
      },
    },
    {
      title: "Not loaded as they should be",
      statistic: "Sum",
      metrics: {
        "pipeline errors": loaderMetric("PipelineErrors", pipeline),
        "rejected records": loaderMetric("RecordsRejected", pipeline),
        "quarantined objects": loaderMetric("ObjectsQuarantined", pipeline),
        "unrecognised objects": loaderMetric("ObjectsUnrecognised", pipeline),
        "missing objects": loaderMetric("ObjectsMissing", pipeline),
        "limits reached": loaderMetric("LimitsReached", pipeline, "SUM", "limitName"),
      },
    },
    {
      title: "Seconds from arrival to index, the slowest object",
      statistic: "Maximum",
      metrics: { slowest: loaderMetric("ArrivalToIndexedSeconds", pipeline, "MAX") },
    },
    {
      title: "Objects waiting",
      statistic: "Maximum",
      metrics: {
        waiting: queueMetric("ApproximateNumberOfMessagesVisible", queueName),
        "in flight": queueMetric("ApproximateNumberOfMessagesNotVisible", queueName),
        "dead letters": queueMetric("ApproximateNumberOfMessagesVisible", deadLetterQueueName),
      },
    },
    {
      title: "Seconds that the oldest object waits",
      statistic: "Maximum",
      metrics: { age: queueMetric("ApproximateAgeOfOldestMessage", queueName) },
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
    {
      title: "Search domain: processor and heap, percent",
      statistic: "Maximum",
      metrics: {
        processor: domainMetric("CPUUtilization", pipeline),
        heap: domainMetric("JVMMemoryPressure", pipeline),
      },
    },
    {
      title: "Search domain: free storage of the fullest node, MiB",
      statistic: "Minimum",
      metrics: { free: domainMetric("FreeStorageSpace", pipeline) },
    },
  ];
}
