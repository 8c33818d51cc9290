import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { trailType } from "./trails";

export default definePolicy({
  id: "ct-validation",
  title: "Every trail signs its log files",
  rationale: "Otherwise nobody can show that a log file was not changed or deleted.",
  severity: "mandatory",
  service: "cloudtrail",
  securityHub: ["CloudTrail.4"],
  checkov: ["CKV_AWS_36"],
  fix: "Set enableLogFileValidation.",
  example: `new aws.cloudtrail.Trail("organisation", { enableLogFileValidation: true, s3BucketName: archive.id, ...rest });`,
  types: [trailType],
  scope: "resource",
  *check(trail) {
    if (!isTrue(trail, "enableLogFileValidation")) yield "does not sign its log files";
  },
});
