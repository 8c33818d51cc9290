import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { trailType } from "./trails";

export default definePolicy({
  id: "ct-cmk",
  title: "Every trail encrypts its log files with a customer key",
  rationale: "Who may read a bucket should not read by that everything that was done in all accounts.",
  severity: "mandatory",
  service: "cloudtrail",
  securityHub: ["CloudTrail.2"],
  checkov: ["CKV_AWS_35"],
  fix: "Set kmsKeyId to a key whose policy allows cloudtrail.amazonaws.com kms:GenerateDataKey for the trail.",
  example: `new aws.cloudtrail.Trail("organisation", { kmsKeyId: key.arn, s3BucketName: archive.id, ...rest });`,
  types: [trailType],
  scope: "resource",
  *check(trail) {
    if (!isGiven(trail, "kmsKeyId")) yield "has no key of your own";
  },
});
