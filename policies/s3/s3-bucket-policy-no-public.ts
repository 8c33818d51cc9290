import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";
import { bucketPolicyType } from "./buckets";

export default definePolicy({
  id: "s3-bucket-policy-no-public",
  title: "No bucket policy allows anything to everyone",
  rationale: "A statement for everyone publishes the logs, or lets anyone fill the bucket with forged ones.",
  severity: "mandatory",
  service: "s3",
  securityHub: ["S3.2", "S3.3"],
  checkov: ["CKV_AWS_70"],
  fix: "Name the principals, or add a condition on who calls (aws:PrincipalOrgID, aws:SourceVpce, ...).",
  example: `new aws.s3.BucketPolicy("logs", {
  bucket: bucket.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: readerRole.arn }, Action: "s3:GetObject", Resource: pulumi.interpolate\`\${bucket.arn}/*\` },
    ],
  }),
});`,
  types: [bucketPolicyType],
  scope: "resource",
  check: (policy) => publicStatements(statementsOf(policy, "policy")),
});
