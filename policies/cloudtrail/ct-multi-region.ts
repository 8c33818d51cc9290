import { isTrue, read } from "../graph";
import { definePolicy } from "../policy";
import { trailType } from "./trails";

export default definePolicy({
  id: "ct-multi-region",
  title: "Every trail records all regions",
  rationale: "Whoever breaks in works where nobody looks: in a region that nobody uses.",
  severity: "mandatory",
  service: "cloudtrail",
  securityHub: ["CloudTrail.1"],
  checkov: ["CKV_AWS_67"],
  fix: "Set isMultiRegionTrail, and leave enableLogging and includeGlobalServiceEvents at true.",
  example: `new aws.cloudtrail.Trail("organisation", { isMultiRegionTrail: true, s3BucketName: archive.id, ...rest });`,
  types: [trailType],
  scope: "resource",
  *check(trail) {
    if (!isTrue(trail, "isMultiRegionTrail")) yield "records one region only";
    if (read(trail, "enableLogging") === false) yield "records nothing";
    if (read(trail, "includeGlobalServiceEvents") === false) yield "leaves IAM and other global services out";
  },
});
