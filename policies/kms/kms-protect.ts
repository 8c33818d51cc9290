import { definePolicy } from "../policy";
import { keyType } from "./keys";

export default definePolicy({
  id: "kms-protect",
  title: "Pulumi refuses to delete keys",
  rationale: "With the key everything is lost that it encrypts, also in buckets that are kept.",
  severity: "mandatory",
  service: "kms",
  securityHub: ["KMS.3"],
  fix: "Give the key the resource option protect: true.",
  example: `new aws.kms.Key("archive", { enableKeyRotation: true }, { protect: true });`,
  types: [keyType],
  scope: "stack",
  *check(key) {
    if (key.protect !== true) yield "is not protected";
  },
});
