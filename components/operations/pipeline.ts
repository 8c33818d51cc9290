import * as pulumi from "@pulumi/pulumi";

/** What is watched. */
export interface Pipeline {
  readonly queueName: pulumi.Input<string>;
  readonly deadLetterQueueName: pulumi.Input<string>;
  readonly loaderFunctionName: pulumi.Input<string>;
  readonly domainName: string;
  readonly accountId: pulumi.Input<string>;
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

export function domainMetric(metricName: string, { domainName, accountId }: Pipeline): ServiceMetric {
  return { namespace: "AWS/ES", metricName, dimensions: { DomainName: domainName, ClientId: accountId } };
}

export function loaderMetric(
  metricName: string,
  { loaderFunctionName }: Pick<Pipeline, "loaderFunctionName">,
  statistic: "SUM" | "MAX" = "SUM",
  dimension: "source" | "limitName" = "source",
): LoaderMetric {
  const schema = `SCHEMA("${loaderMetricNamespace}", service, ${dimension})`;
  return {
    query: pulumi.interpolate`SELECT ${statistic}(${metricName}) FROM ${schema} WHERE service = '${loaderFunctionName}'`,
  };
}
