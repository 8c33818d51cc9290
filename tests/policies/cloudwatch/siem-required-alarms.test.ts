import policy from "../../../policies/cloudwatch/siem-required-alarms";
import { describePolicy, domain, lambda, queue, resource, UNKNOWN } from "../support";

const alarm = (namespace: string, metricName: string, dimensions: object, propertyDeps?: Record<string, string[]>) =>
  resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    metricName,
    { namespace, metricName, dimensions },
    { propertyDeps },
  );
const loader = [
  lambda("load"),
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "m", { functionName: "load" }),
];

describePolicy(policy, {
  good: {
    "a dead-letter queue": [
      queue("dead", { redriveAllowPolicy: "{}" }),
      alarm("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "dead" }),
    ],
    "a function that reads a queue": [
      ...loader,
      alarm("AWS/Lambda", "Errors", { FunctionName: "load" }),
      alarm("AWS/Lambda", "Throttles", { FunctionName: "load" }),
    ],
    "a function that its caller watches": [lambda("call")],
    "a queue whose name is not known yet": [
      queue("logs"),
      alarm("AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: UNKNOWN }, { dimensions: ["urn:logs"] }),
    ],
    "a domain": [
      domain(),
      ...[
        "ClusterStatus.red",
        "ClusterStatus.yellow",
        "FreeStorageSpace",
        "JVMMemoryPressure",
        "AutomatedSnapshotFailure",
      ].map((metric) => alarm("AWS/ES", metric, { DomainName: "siem", ClientId: "111122223333" })),
    ],
  },
  bad: {
    "a queue without": { graph: [queue("logs")], says: /no alarm on ApproximateAgeOfOldestMessage/ },
    "a function with half of them": {
      graph: [...loader, alarm("AWS/Lambda", "Errors", { FunctionName: "load" })],
      says: /no alarm on Throttles/,
    },
    "a domain whose key nobody watches": {
      graph: [domain({ encryptAtRest: { enabled: true, kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" } })],
      says: /KMSKeyError/,
    },
    "the alarm of another queue": {
      graph: [queue("logs"), alarm("AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: "other" })],
      says: /no alarm on/,
    },
  },
  undecided: {
    "what an alarm watches is unknown": [
      queue("logs"),
      alarm("AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: UNKNOWN }),
    ],
  },
});
