import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";
import { keyPolicyType } from "./keys";

export default definePolicy({
  id: "kms-no-wildcard-principal",
  title: "No key policy allows anything to everyone",
  rationale: "The key is the second lock of the log archive; for everyone it locks nothing.",
  severity: "mandatory",
  service: "kms",
  securityHub: ["KMS.5"],
  checkov: ["CKV_AWS_33"],
  fix: "Name the principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.",
  example: `const statement = {
  Effect: "Allow",
  Principal: { AWS: loaderRole.arn },
  Action: "kms:Decrypt",
  Resource: "*",
};`,
  types: [keyPolicyType],
  scope: "resource",
  // Without a policy KMS gives the key to its account, not to everyone.
  check: (policy) => publicStatements(statementsOf(policy, "policy")),
});
