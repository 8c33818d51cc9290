import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { bucketType, settingsOf } from "./buckets";

const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

export default definePolicy({
  id: "s3-public-access-block",
  title: "Every bucket blocks public access in all four ways",
  rationale: "One wrong statement or ACL would publish the logs of the whole organisation.",
  severity: "mandatory",
  service: "s3",
  frameworks: { fsbp: ["S3.8"], "nist-800-53": ["AC-3", "AC-6", "SC-7"] },
  fix: "Add an aws.s3.BucketPublicAccessBlock for the bucket with its four arguments true.",
  types: [bucketType],
  scope: "stack",
  *check(bucket, graph) {
    const [block] = settingsOf(bucket, graph, "BucketPublicAccessBlock");
    if (block === undefined) {
      yield "has no BucketPublicAccessBlock";
      return;
    }
    const off = switches.filter((name) => !isTrue(block, name));
    if (off.length > 0) yield `its BucketPublicAccessBlock ${block.name} leaves ${off.join(", ")} off`;
  },
});
