import { isGiven, type ResourceGraph, type ResourceNode, read } from "../graph";
import { functionType, mappingType } from "../lambda/functions";
import { domainType } from "../opensearch/domains";
import { definePolicy } from "../policy";
import { isDeadLetterQueue, queueType } from "../sqs/queues";
import { isUnknown } from "../unknown";
import { alarmType } from "./types";

interface Watched {
  readonly namespace: string;
  /** Dimension that names the resource. */
  readonly dimension: string;
  readonly metrics: (resource: ResourceNode, graph: ResourceGraph) => readonly string[];
}

const watched: Readonly<Record<string, Watched>> = {
  [domainType]: {
    namespace: "AWS/ES",
    dimension: "DomainName",
    metrics: (domain) => [
      "ClusterStatus.red",
      "ClusterStatus.yellow",
      "FreeStorageSpace",
      "JVMMemoryPressure",
      "AutomatedSnapshotFailure",
      ...(isGiven(domain, "encryptAtRest") && isGiven(domain, "encryptAtRest", "kmsKeyId") ? ["KMSKeyError"] : []),
    ],
  },
  [queueType]: {
    namespace: "AWS/SQS",
    dimension: "QueueName",
    metrics: (queue, graph) =>
      isDeadLetterQueue(queue, graph) ? ["ApproximateNumberOfMessagesVisible"] : ["ApproximateAgeOfOldestMessage"],
  },
  [functionType]: {
    namespace: "AWS/Lambda",
    dimension: "FunctionName",
    // Of functions that read a source; others tell their caller, or have a destination for failures.
    metrics: (lambda, graph) =>
      graph.pointingAt(lambda, mappingType, "functionName").length > 0 ? ["Errors", "Throttles"] : [],
  },
};

/** Whether an alarm watches a resource; an unknown name is one that the alarm was made from. @throws Undecided */
function isAbout(alarm: ResourceNode, resource: ResourceNode, dimension: string, graph: ResourceGraph): boolean {
  const dimensions = alarm.props.dimensions;
  const name = isUnknown(dimensions)
    ? dimensions
    : (dimensions as Readonly<Record<string, unknown>> | undefined)?.[dimension];
  if (name === undefined) return false;
  if (graph.targetOf(name, alarm, "dimensions", resource.type) === resource) return true;
  // A queue's id is its URL, and the name that AWS gave it its last part.
  return typeof name === "string" && [resource.id, resource.arn].some((text) => text?.split(/[/:]/).at(-1) === name);
}

export default definePolicy({
  id: "siem-required-alarms",
  title: "Alarms watch queues, loaders and search domains",
  rationale: "A SIEM that has stopped looks like one in which nothing happens.",
  severity: "advisory",
  service: "cloudwatch",
  fix: "Add an aws.cloudwatch.MetricAlarm for each metric that is named.",
  example: `new aws.cloudwatch.MetricAlarm("dead-letters", {
  namespace: "AWS/SQS",
  metricName: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: deadLetters.name },
  statistic: "Maximum",
  period: 60,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  alarmActions: [alarms.arn],
});`,
  types: Object.keys(watched),
  scope: "stack",
  *check(resource, graph) {
    const wanted = watched[resource.type];
    if (wanted === undefined) return;
    const metrics = wanted.metrics(resource, graph);
    if (metrics.length === 0) return;
    const alarms = graph
      .ofType(alarmType)
      .filter((alarm) => read(alarm, "namespace") === wanted.namespace)
      .filter((alarm) => isAbout(alarm, resource, wanted.dimension, graph))
      .map((alarm) => read(alarm, "metricName"));
    const missing = metrics.filter((metric) => !alarms.includes(metric));
    if (missing.length > 0) yield `has no alarm on ${missing.join(", ")}`;
  },
});
