import * as pulumi from "@pulumi/pulumi";

/** What is watched. */
export interface Pipeline {
  readonly queueName: pulumi.Input<string>;
  readonly deadLetterQueueName: pulumi.Input<string>;
  readonly loaderFunctionName: pulumi.Input<string>;
  /** MB. */
  readonly loaderMemory: number;
  /** The search domain. None: logs are searched with OpenSearch Serverless, which tells nothing of nodes and storage. */
  readonly domain?: WatchedDomain | undefined;
  /** Buckets whose storage is counted: archive and access logs. */
  readonly bucketNames: readonly pulumi.Input<string>[];
  readonly accountId: pulumi.Input<string>;
}

/** A search domain, as far as it is watched. */
export interface WatchedDomain {
  readonly domainName: string;
  readonly instanceCount: number;
  /** GiB of storage of each node. */
  readonly volumeGib: number;
}

/** A metric that AWS publishes. */
export interface ServiceMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A metric that the loader publishes, summed (or the largest) over all log sources. */
export interface LoaderMetric {
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html */
  readonly query: pulumi.Output<string>;
}

export type PipelineMetric = ServiceMetric | LoaderMetric;

type Statistic = "SUM" | "MAX";

/** The sources that matter most, in a chart that can still be read. */
const chartedSources = 15;

/**
 * Namespace of the loader's own metrics; their dimensions are `service`, the function's name, and `source`, or of
 * `LimitsReached` `limitName`.
 */
export const loaderMetricNamespace = "siem";

export function queueMetric(metricName: string, queueName: pulumi.Input<string>): ServiceMetric {
  return { namespace: "AWS/SQS", metricName, dimensions: { QueueName: queueName } };
}

export function functionMetric(metricName: string, functionName: pulumi.Input<string>): ServiceMetric {
  return { namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: functionName } };
}

export function domainMetric(
  metricName: string,
  { domainName }: WatchedDomain,
  accountId: pulumi.Input<string>,
): ServiceMetric {
  return { namespace: "AWS/ES", metricName, dimensions: { DomainName: domainName, ClientId: accountId } };
}

export function loaderMetric(
  metricName: string,
  { loaderFunctionName }: Pick<Pipeline, "loaderFunctionName">,
  statistic: Statistic = "SUM",
  dimension: "source" | "limitName" = "source",
): LoaderMetric {
  const schema = `SCHEMA("${loaderMetricNamespace}", service, ${dimension})`;
  return {
    query: pulumi.interpolate`SELECT ${statistic}(${metricName}) FROM ${schema} WHERE service = '${loaderFunctionName}'`,
  };
}

/** A metric of the loader with a line for each log source, the largest first. */
export function loaderMetricBySource(metricName: string, pipeline: Pipeline, statistic: Statistic): LoaderMetric {
  const { query } = loaderMetric(metricName, pipeline, statistic);
  return { query: pulumi.interpolate`${query} GROUP BY source ORDER BY ${statistic}() DESC LIMIT ${chartedSources}` };
}
