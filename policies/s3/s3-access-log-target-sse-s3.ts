import { isGiven, read } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, isAccessLogTarget, settingsOf } from "./buckets";

export default definePolicy({
  id: "s3-access-log-target-sse-s3",
  title: "The target of access logs encrypts with S3's own keys and has no default retention",
  rationale:
    "S3 delivers no server access log into a bucket that encrypts with KMS or locks objects by default: they are lost without an error.",
  severity: "mandatory",
  service: "s3",
  fix: "Use sseAlgorithm AES256 for the bucket, and no default retention.",
  example: `new aws.s3.BucketServerSideEncryptionConfiguration("access-logs", {
  bucket: accessLogs.id,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    if (!isAccessLogTarget(bucket, graph)) return;
    for (const encryption of settingsOf(bucket, graph, "BucketServerSideEncryptionConfiguration")) {
      const algorithm = String(read(encryption, "rules", 0, "applyServerSideEncryptionByDefault", "sseAlgorithm"));
      if (algorithm.startsWith("aws:kms")) yield `receives access logs, which S3 cannot deliver with ${algorithm}`;
    }
    for (const lock of settingsOf(bucket, graph, "BucketObjectLockConfiguration")) {
      if (isGiven(lock, "rule")) yield "receives access logs, which S3 cannot deliver under a default retention";
    }
  },
});
