import { read } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, settingsOf } from "./buckets";

export default definePolicy({
  id: "s3-versioning",
  title: "Every bucket keeps former versions",
  rationale: "Whoever may write or delete could otherwise replace the evidence without a trace.",
  severity: "mandatory",
  service: "s3",
  securityHub: ["S3.14"],
  checkov: ["CKV_AWS_21"],
  fix: 'Add an aws.s3.BucketVersioning for the bucket with versioningConfiguration.status "Enabled".',
  example: `new aws.s3.BucketVersioning("logs", {
  bucket: bucket.id,
  versioningConfiguration: { status: "Enabled" },
});`,
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    const [versioning] = settingsOf(bucket, graph, "BucketVersioning");
    if (versioning === undefined) {
      yield "has no BucketVersioning";
      return;
    }
    const status = read(versioning, "versioningConfiguration", "status");
    if (status !== "Enabled") yield `its BucketVersioning ${versioning.name} is ${String(status)}`;
  },
});
