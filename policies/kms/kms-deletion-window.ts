import { readNumber } from "../graph";
import { definePolicy } from "../policy";
import { keyType, replicaKeyType } from "./keys";

export default definePolicy({
  id: "kms-deletion-window",
  title: "A key can be saved for thirty days after it was deleted",
  rationale: "With the key everything is lost that it encrypts: the alarm of its deletion must have time to be heard.",
  severity: "mandatory",
  service: "kms",
  securityHub: ["KMS.3"],
  fix: "Set deletionWindowInDays to 30, or leave it out.",
  example: `new aws.kms.Key("archive", { deletionWindowInDays: 30, enableKeyRotation: true });`,
  types: [keyType, replicaKeyType],
  scope: "resource",
  *check(key) {
    const days = readNumber(key, "deletionWindowInDays", 30);
    if (days < 30) yield `is gone ${days} days after it was deleted`;
  },
});
