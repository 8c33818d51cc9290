import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { keyPolicyType, keyType, replicaKeyType } from "./keys";

export default definePolicy({
  id: "kms-no-lockout-bypass",
  title: "KMS refuses key policies that lock everybody out",
  rationale: "A key that nobody may administer can be neither changed nor deleted, but by AWS's support.",
  severity: "mandatory",
  service: "kms",
  fix: "Leave bypassPolicyLockoutSafetyCheck out.",
  example: `new aws.kms.Key("archive", { enableKeyRotation: true, policy: document });`,
  types: [keyType, replicaKeyType, keyPolicyType],
  scope: "resource",
  *check(resource) {
    if (resource.inside === undefined && isTrue(resource, "bypassPolicyLockoutSafetyCheck"))
      yield "may lock everybody out of the key";
  },
});
