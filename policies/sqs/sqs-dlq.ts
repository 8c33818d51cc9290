import { definePolicy } from "../policy";
import { isDeadLetterQueue, queueType, redriveOf } from "./queues";

export default definePolicy({
  id: "sqs-dlq",
  title: "Every queue sends messages that cannot be handled to a dead-letter queue",
  rationale:
    "A message that fails again and again blocks its batch and is at last deleted: its log object is lost silently.",
  severity: "mandatory",
  service: "sqs",
  fix: "Set redrivePolicy of the queue to the ARN of a dead-letter queue, which itself has a redriveAllowPolicy.",
  example: `const deadLetters = new aws.sqs.Queue("logs-dead-letters", { kmsMasterKeyId: key.arn });
const queue = new aws.sqs.Queue("logs", {
  kmsMasterKeyId: key.arn,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
});`,
  types: [queueType],
  scope: "stack",
  *check(queue, graph) {
    if (redriveOf(queue, graph) !== undefined || isDeadLetterQueue(queue, graph)) return;
    yield "has no redrive policy and is no dead-letter queue of another";
  },
});
