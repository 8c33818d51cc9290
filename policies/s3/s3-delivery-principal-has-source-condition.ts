import { definePolicy } from "../policy";
import { servicesOfAnySource, statementsOf } from "../statements";
import { bucketPolicyType } from "./buckets";

export default definePolicy({
  id: "s3-delivery-principal-has-source-condition",
  title: "AWS services write into a bucket only for named accounts, organisations or resources",
  rationale:
    "A service principal alone acts for every AWS customer: a stranger's trail or flow log could then fill the archive with forged records (confused deputy).",
  severity: "mandatory",
  service: "s3",
  fix: "Add aws:SourceArn, aws:SourceAccount or aws:SourceOrgID to the condition of the statement.",
  example: `const statement = {
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: pulumi.interpolate\`\${bucket.arn}/AWSLogs/111122223333/*\`,
  Condition: { StringEquals: { "aws:SourceAccount": "111122223333", "s3:x-amz-acl": "bucket-owner-full-control" } },
};`,
  types: [bucketPolicyType],
  scope: "resource",
  check: (policy) => servicesOfAnySource(statementsOf(policy, "policy")),
});
