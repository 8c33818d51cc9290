import { isGiven, isTrue } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "sqs-encrypted",
  title: "Every queue is encrypted at rest",
  rationale: "Messages name the objects of the log archive and may carry parts of them.",
  severity: "mandatory",
  service: "sqs",
  frameworks: { fsbp: ["SQS.1"], "nist-800-53": ["SC-13", "SC-28"] },
  fix: "Set kmsMasterKeyId (a customer key where S3 publishes to the queue), or sqsManagedSseEnabled.",
  types: ["aws:sqs/queue:Queue"],
  scope: "resource",
  *check(queue) {
    if (!isGiven(queue, "kmsMasterKeyId") && !isTrue(queue, "sqsManagedSseEnabled"))
      yield "names neither a KMS key nor SQS's own encryption";
  },
});
