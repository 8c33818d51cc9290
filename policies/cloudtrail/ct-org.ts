import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { trailType } from "./trails";

export default definePolicy({
  id: "ct-org",
  title: "Every trail records the whole organisation",
  rationale: "An account that is made next month is recorded from its first minute, and cannot switch that off.",
  severity: "mandatory",
  service: "cloudtrail",
  fix: "Set isOrganizationTrail in the management account, or a delegated administrator of CloudTrail.",
  example: `new aws.cloudtrail.Trail("organisation", { isOrganizationTrail: true, s3BucketName: archive.id, ...rest });`,
  types: [trailType],
  scope: "resource",
  *check(trail) {
    if (!isTrue(trail, "isOrganizationTrail")) yield "records one account only";
  },
});
