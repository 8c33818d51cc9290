import { isGiven, read } from "../graph";
import { definePolicy } from "../policy";
import { notificationType } from "../s3/buckets";
import { targetsOf } from "../s3/notifications";
import { queueType } from "./queues";

export default definePolicy({
  id: "sqs-s3-target-cmk",
  title: "Queues that S3 sends to are encrypted with a customer key",
  rationale: "S3 may not use AWS's own key alias/aws/sqs: the notifications are lost, and no log is loaded.",
  severity: "mandatory",
  service: "sqs",
  fix: "Set kmsMasterKeyId to a key of your own, whose policy allows s3.amazonaws.com kms:GenerateDataKey and kms:Decrypt.",
  example: `const queue = new aws.sqs.Queue("logs", { kmsMasterKeyId: key.arn });`,
  types: [notificationType],
  scope: "stack",
  *check(notification, graph) {
    for (const { list, arn } of targetsOf(notification)) {
      const queue = list === "queues" ? graph.targetOf(arn, notification, list, queueType) : undefined;
      if (queue === undefined) continue;
      if (!isGiven(queue, "kmsMasterKeyId")) yield `queue ${queue.name} has no key of your own`;
      // A key that is not made yet is one of the program.
      else if (
        typeof queue.props.kmsMasterKeyId === "string" &&
        /alias\/aws\//.test(String(read(queue, "kmsMasterKeyId")))
      )
        yield `queue ${queue.name} has AWS's own key, which S3 may not use`;
    }
  },
});
