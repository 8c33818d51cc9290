import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-cmk",
  title: "Every search domain encrypts with a customer key",
  rationale: "AWS's own key can neither be withdrawn nor audited apart from others.",
  severity: "advisory",
  service: "opensearch",
  checkov: ["CKV_AWS_247"],
  fix: "Set encryptAtRest.kmsKeyId to a key of your own.",
  example: `new aws.opensearch.Domain("siem", { encryptAtRest: { enabled: true, kmsKeyId: key.arn }, ...cluster });`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isGiven(domain, "encryptAtRest", "kmsKeyId")) yield "encrypts with AWS's own key, or not at all";
  },
});
