import { read } from "../graph";
import { definePolicy } from "../policy";
import { isUnknown, Undecided } from "../unknown";
import { bucketType, lifecycleRules } from "./buckets";

const lifecycleType = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const maximumDays = 7;

export default definePolicy({
  id: "s3-abort-multipart",
  title: "Every bucket gives up uploads that are not finished after a week",
  rationale: "Parts of uploads that broke off are paid for and shown nowhere.",
  severity: "mandatory",
  service: "s3",
  checkov: ["CKV_AWS_300"],
  fix: `Set abortIncompleteMultipartUpload.daysAfterInitiation to at most ${maximumDays} in a rule of the lifecycle.`,
  example: `new aws.s3.BucketLifecycleConfiguration("logs", {
  bucket: bucket.id,
  rules: [{ id: "uploads", status: "Enabled", filter: {}, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } }],
});`,
  types: [bucketType],
  scope: "stack",
  remediation: {
    types: [lifecycleType],
    change: ({ rules }) => {
      const list = Array.isArray(rules) ? (rules as readonly Readonly<Record<string, unknown>>[]) : [];
      if (list.some((rule) => "abortIncompleteMultipartUpload" in rule)) return undefined;
      const uploads = {
        id: "abort-incomplete-uploads",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: maximumDays },
      };
      return { rules: [...list, uploads] };
    },
  },
  *check(bucket, graph) {
    const rules = lifecycleRules(bucket, graph);
    const days = rules
      // A rule for some of the objects leaves the uploads of others.
      .filter(({ rule, of }) => isForAll(read(of, "rules", rule, "filter"), read(of, "rules", rule, "prefix")))
      .map(({ rule, of }) => read(of, "rules", rule, "abortIncompleteMultipartUpload", "daysAfterInitiation"));
    if (!days.some((value) => value !== undefined && Number(value) <= maximumDays))
      yield "no lifecycle rule for all of its objects gives up unfinished uploads within a week";
  },
});

/** @throws Undecided */
function isForAll(filter: unknown, prefix: unknown): boolean {
  if (typeof prefix === "string" && prefix !== "") return false;
  if (typeof filter !== "object" || filter === null) return true;
  if (Object.values(filter).some(isUnknown)) throw new Undecided("the filter of a lifecycle rule");
  return Object.values(filter).every((value) => value === undefined || value === null || value === "");
}
