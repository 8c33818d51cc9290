import policy from "../../../policies/s3/s3-notification-target-policy-first";
import {
  describePolicy,
  document,
  functionArn,
  lambda,
  queue,
  queueArn,
  queueSetting,
  resource,
  setting,
  UNKNOWN,
} from "../support";

const policyOf = (name: string) => queueSetting("QueuePolicy", name, { policy: document() });
const notification = (props: Record<string, unknown>, deps: string[] = [], more = {}) =>
  setting("BucketNotification", "archive", props, { deps, ...more });
const toQueue = { queues: [{ queueArn: queueArn("logs"), events: ["s3:ObjectCreated:*"] }] };
const toFunction = { lambdaFunctions: [{ lambdaFunctionArn: functionArn("load"), events: ["s3:ObjectCreated:*"] }] };
const permission = resource("aws:lambda/permission:Permission", "permission", { function: "load" });

describePolicy(policy, {
  good: {
    "a queue's policy is named": [queue("logs"), policyOf("logs"), notification(toQueue, ["urn:logs-QueuePolicy"])],
    "a function's permission is made before, by way of another resource": [
      lambda("load"),
      permission,
      resource("x", "between", {}, { deps: ["urn:permission"] }),
      notification(toFunction, ["urn:between"]),
    ],
    "the queue is of another stack": [notification(toQueue)],
    "the queue is not made yet": [
      queue("logs"),
      policyOf("logs"),
      notification({ queues: [{ queueArn: UNKNOWN, events: [] }] }, ["urn:logs-QueuePolicy"], {
        propertyDeps: { queues: ["urn:logs"] },
      }),
    ],
  },
  bad: {
    "nothing lets S3 send": { graph: [queue("logs"), notification(toQueue)], says: /nothing lets S3 send to logs/ },
    "another queue has a policy": {
      graph: [queue("logs"), queue("other"), policyOf("other"), notification(toQueue, ["urn:other-QueuePolicy"])],
      says: /nothing lets S3 send to logs/,
    },
    "a function has a permission that may come later": {
      graph: [lambda("load"), permission, notification(toFunction)],
      says: /may be made before permission/,
    },
  },
  undecided: {
    "the queue is unknown": [queue("logs"), notification({ queues: [{ queueArn: UNKNOWN, events: [] }] })],
  },
});
