import policy from "../../../policies/sqs/sqs-s3-target-cmk";
import { describePolicy, queue, queueArn, setting, UNKNOWN } from "../support";

const notification = (arn: unknown = queueArn("logs")) =>
  setting("BucketNotification", "archive", { queues: [{ queueArn: arn, events: ["s3:ObjectCreated:*"] }] });

describePolicy(policy, {
  good: {
    "a key of one's own": [
      queue("logs", { kmsMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1" }),
      notification(),
    ],
    "an alias of one's own": [queue("logs", { kmsMasterKeyId: "alias/siem" }), notification()],
    "a key that is not made yet": [queue("logs", { kmsMasterKeyId: UNKNOWN }), notification()],
    "a queue of another stack": [notification()],
  },
  bad: {
    "no key": { graph: [queue("logs"), notification()], says: /queue logs has no key of your own/ },
    "AWS's key": {
      graph: [queue("logs", { kmsMasterKeyId: "alias/aws/sqs" }), notification()],
      says: /AWS's own key, which S3 may not use/,
    },
  },
  undecided: { "the queue is unknown": [queue("logs"), notification(UNKNOWN)] },
});
