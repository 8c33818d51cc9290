import { definePolicy } from "../policy";
import { bucketType, isLogBucket } from "./buckets";

export default definePolicy({
  id: "s3-protect-log-bucket",
  title: "Pulumi refuses to delete buckets that services deliver logs into",
  rationale: "A renamed resource or a mistyped stack would replace the archive by an empty one.",
  severity: "mandatory",
  service: "s3",
  fix: "Give the bucket the resource option protect: true.",
  example: `new aws.s3.Bucket("logs", {}, { protect: true });`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    if (bucket.protect !== true && isLogBucket(bucket, graph)) yield "receives logs and is not protected";
  },
});
