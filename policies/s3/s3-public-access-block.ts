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
  securityHub: ["S3.8"],
  checkov: ["CKV2_AWS_6"],
  fix: "Add an aws.s3.BucketPublicAccessBlock for the bucket with its four arguments true.",
  example: `new aws.s3.BucketPublicAccessBlock("logs", {
  bucket: bucket.id,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});`,
  types: [bucketType],
  scope: "stack",
  remediation: {
    types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
    change: (inputs) =>
      switches.every((name) => inputs[name] === true)
        ? undefined
        : Object.fromEntries(switches.map((name) => [name, true])),
  },
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
