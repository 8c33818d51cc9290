import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";

export default definePolicy({
  id: "kms-no-wildcard-principal",
  title: "No key policy allows anything to everyone",
  rationale: "The key is the second lock of the log archive; for everyone it locks nothing.",
  severity: "mandatory",
  service: "kms",
  frameworks: { fsbp: ["KMS.5"], "nist-800-53": ["AC-3", "SC-12"] },
  fix: "Name the principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.",
  types: ["aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy", "aws:kms/replicaKey:ReplicaKey"],
  scope: "resource",
  // Without a policy KMS gives the key to its account, not to everyone.
  check: (key) => publicStatements(statementsOf(key, "policy")),
});
