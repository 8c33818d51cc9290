import type * as pulumi from "@pulumi/pulumi";

/** What is watched. */
export interface Pipeline {
  readonly queueName: pulumi.Input<string>;
  readonly deadLetterQueueName: pulumi.Input<string>;
  readonly loaderFunctionName: pulumi.Input<string>;
  readonly domainName: string;
  readonly accountId: pulumi.Input<string>;
}

/** A metric of the pipeline, as CloudWatch identifies it. */
export interface PipelineMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
}

export function queueMetric(metricName: string, queueName: pulumi.Input<string>): PipelineMetric {
  return { namespace: "AWS/SQS", metricName, dimensions: { QueueName: queueName } };
}

export function functionMetric(metricName: string, functionName: pulumi.Input<string>): PipelineMetric {
  return { namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: functionName } };
}

/** A metric that the loader publishes itself. */
export function loaderMetric(metricName: string): PipelineMetric {
  return { namespace: "siem", metricName, dimensions: { service: "loader" } };
}

export function domainMetric(metricName: string, { domainName, accountId }: Pipeline): PipelineMetric {
  return { namespace: "AWS/ES", metricName, dimensions: { DomainName: domainName, ClientId: accountId } };
}
