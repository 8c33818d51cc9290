import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { bucketType } from "./buckets";

export default definePolicy({
  id: "s3-no-force-destroy",
  title: "No bucket is deleted together with its objects",
  rationale: "One `pulumi destroy`, or a replacement, would delete the logs of years.",
  severity: "mandatory",
  service: "s3",
  fix: "Leave forceDestroy out, or set it to false.",
  example: `new aws.s3.Bucket("logs", { forceDestroy: false });`,
  types: [bucketType],
  scope: "resource",
  *check(bucket) {
    if (isTrue(bucket, "forceDestroy")) yield "is deleted together with all its objects";
  },
});
