import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";
import { bucketPolicyType } from "./buckets";

export default definePolicy({
  id: "s3-bucket-policy-no-public",
  title: "No bucket policy allows anything to everyone",
  rationale: "A statement for everyone publishes the logs, or lets anyone fill the bucket with forged ones.",
  severity: "mandatory",
  service: "s3",
  frameworks: { fsbp: ["S3.2", "S3.3"], "nist-800-53": ["AC-3", "AC-6", "SC-7"] },
  fix: "Name the principals, or add a condition on who calls (aws:PrincipalOrgID, aws:SourceVpce, ...).",
  types: [bucketPolicyType],
  scope: "resource",
  check: (policy) => publicStatements(statementsOf(policy, "policy")),
});
