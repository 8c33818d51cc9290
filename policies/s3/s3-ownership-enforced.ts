import { read } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, settingsOf } from "./buckets";

export default definePolicy({
  id: "s3-ownership-enforced",
  title: "Every bucket ignores ACLs and owns its objects",
  rationale: "With ACLs the writer of a log owns it, may read it and may deny it to the owner of the archive.",
  severity: "mandatory",
  service: "s3",
  securityHub: ["S3.12"],
  checkov: ["CKV2_AWS_65"],
  fix: "Add an aws.s3.BucketOwnershipControls with objectOwnership BucketOwnerEnforced.",
  example: `new aws.s3.BucketOwnershipControls("logs", {
  bucket: bucket.id,
  rule: { objectOwnership: "BucketOwnerEnforced" },
});`,
  types: [bucketType],
  scope: "stack",
  remediation: {
    types: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
    change: ({ rule }) =>
      (rule as { readonly objectOwnership?: unknown } | undefined)?.objectOwnership === "BucketOwnerEnforced"
        ? undefined
        : { rule: { objectOwnership: "BucketOwnerEnforced" } },
  },
  *check(bucket, graph) {
    const [controls] = settingsOf(bucket, graph, "BucketOwnershipControls");
    if (controls === undefined) {
      yield "has no BucketOwnershipControls";
      return;
    }
    const ownership = read(controls, "rule", "objectOwnership");
    if (ownership !== "BucketOwnerEnforced") yield `its objects are owned as ${String(ownership)}`;
  },
});
