import { isGiven, isTrue } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, isAccessLogTarget, isLogBucket, settingsOf } from "./buckets";

export default definePolicy({
  id: "s3-object-lock-archive",
  title: "Buckets that services deliver logs into lock objects against deletion",
  rationale: "Whoever takes over an administrator could otherwise delete the evidence, former versions too.",
  severity: "advisory",
  service: "s3",
  securityHub: ["S3.15"],
  fix: "Make the bucket with objectLockEnabled and add an aws.s3.BucketObjectLockConfiguration with a default retention.",
  example: `const bucket = new aws.s3.Bucket("logs", { objectLockEnabled: true });
new aws.s3.BucketObjectLockConfiguration("logs", {
  bucket: bucket.id,
  rule: { defaultRetention: { mode: "GOVERNANCE", days: 90 } },
});`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    if (isAccessLogTarget(bucket, graph) || !isLogBucket(bucket, graph)) return;
    const [lock] = settingsOf(bucket, graph, "BucketObjectLockConfiguration");
    if (lock === undefined && !isTrue(bucket, "objectLockEnabled")) yield "does not lock the logs that it receives";
    else if (lock === undefined || !isGiven(lock, "rule"))
      yield "has no default retention for the logs that it receives";
  },
});
