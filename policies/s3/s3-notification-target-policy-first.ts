import { definePolicy } from "../policy";
import { notificationType } from "./buckets";
import { targetsOf } from "./notifications";

/** What lets S3 send to each kind of target, and the property by which it names it. */
const permissions = {
  queues: { target: "aws:sqs/queue:Queue", policy: "aws:sqs/queuePolicy:QueuePolicy", pointer: "queueUrl" },
  topics: { target: "aws:sns/topic:Topic", policy: "aws:sns/topicPolicy:TopicPolicy", pointer: "arn" },
  lambdaFunctions: {
    target: "aws:lambda/function:Function",
    policy: "aws:lambda/permission:Permission",
    pointer: "function",
  },
} as const;

export default definePolicy({
  id: "s3-notification-target-policy-first",
  title: "Notifications are made after what lets S3 send them",
  rationale:
    'S3 tries the target when the notification is made: "Unable to validate the following destination configurations" stops a first deployment that is otherwise right.',
  severity: "mandatory",
  service: "s3",
  fix: "Name the QueuePolicy, TopicPolicy or Permission in dependsOn of the BucketNotification.",
  example: `const policy = new aws.sqs.QueuePolicy("logs", { queueUrl: queue.url, policy: document });
new aws.s3.BucketNotification(
  "logs",
  { bucket: bucket.id, queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"] }] },
  { dependsOn: policy },
);`,
  types: [notificationType],
  scope: "stack",
  *check(notification, graph) {
    for (const { list, label, arn } of targetsOf(notification)) {
      const { target: type, policy: policyType, pointer } = permissions[list];
      const target = graph.targetOf(arn, notification, list, type);
      if (target === undefined) continue;
      const policies = graph.pointingAt(target, policyType, pointer);
      if (policies.length === 0) yield `nothing lets S3 send to ${target.name} (${label})`;
      else if (!policies.some((policy) => policy.inside !== undefined || graph.isMadeAfter(notification, policy)))
        yield `may be made before ${policies.map(({ name }) => name).join(", ")}, which lets S3 send to ${target.name}`;
    }
  },
});
