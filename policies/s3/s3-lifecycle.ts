import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, lifecycleRules } from "./buckets";

export default definePolicy({
  id: "s3-lifecycle",
  title: "Every bucket moves or deletes what is old, former versions too",
  rationale: "Logs are kept for longer than they may be, and former versions are paid for without end.",
  severity: "advisory",
  service: "s3",
  securityHub: ["S3.10", "S3.13"],
  checkov: ["CKV2_AWS_61"],
  fix: "Add an aws.s3.BucketLifecycleConfiguration with an expiration or a transition, and noncurrentVersionExpiration.",
  example: `new aws.s3.BucketLifecycleConfiguration("logs", {
  bucket: bucket.id,
  rules: [
    {
      id: "keep",
      status: "Enabled",
      filter: {},
      expiration: { days: 2557 },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
  ],
});`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    const rules = lifecycleRules(bucket, graph);
    if (rules.length === 0) {
      yield "has no lifecycle rule that is enabled";
      return;
    }
    const some = (...settings: readonly string[]) =>
      rules.some(({ rule, of }) => settings.some((setting) => isGiven(of, "rules", rule, setting)));
    if (!some("expiration", "transitions")) yield "neither moves nor deletes old objects";
    if (!some("noncurrentVersionExpiration", "noncurrentVersionTransitions")) yield "keeps former versions for ever";
  },
});
