import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, isAccessLogTarget, settingsOf } from "./buckets";

export default definePolicy({
  id: "s3-access-logging",
  title: "Every bucket logs who accesses it, but for the target of those logs",
  rationale: "Without server access logs nobody can tell who has read or deleted what of the archive.",
  severity: "advisory",
  service: "s3",
  securityHub: ["CloudTrail.7", "S3.9"],
  checkov: ["CKV_AWS_18"],
  fix: "Add an aws.s3.BucketLogging that names another bucket as its target.",
  example: `new aws.s3.BucketLogging("logs", {
  bucket: bucket.id,
  targetBucket: accessLogs.id,
  targetPrefix: "s3-access/",
});`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    if (isAccessLogTarget(bucket, graph)) return;
    const [logging] = settingsOf(bucket, graph, "BucketLogging");
    if (logging === undefined || !isGiven(logging, "targetBucket")) yield "does not log its accesses";
  },
});
