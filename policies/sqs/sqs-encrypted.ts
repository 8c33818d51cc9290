import { isGiven, isTrue } from "../graph";
import { definePolicy } from "../policy";
import { queueType } from "./queues";

export default definePolicy({
  id: "sqs-encrypted",
  title: "Every queue is encrypted at rest",
  rationale: "Messages name the objects of the log archive and may carry parts of them.",
  severity: "mandatory",
  service: "sqs",
  securityHub: ["SQS.1"],
  checkov: ["CKV_AWS_27"],
  fix: "Set kmsMasterKeyId (a customer key where S3 publishes to the queue), or sqsManagedSseEnabled.",
  example: `new aws.sqs.Queue("logs", { kmsMasterKeyId: key.arn });`,
  types: [queueType],
  scope: "resource",
  remediation: {
    types: [queueType],
    change: ({ kmsMasterKeyId, sqsManagedSseEnabled }) =>
      (kmsMasterKeyId === undefined || kmsMasterKeyId === "") && sqsManagedSseEnabled !== true
        ? { sqsManagedSseEnabled: true }
        : undefined,
  },
  *check(queue) {
    if (!isGiven(queue, "kmsMasterKeyId") && !isTrue(queue, "sqsManagedSseEnabled"))
      yield "names neither a KMS key nor SQS's own encryption";
  },
});
