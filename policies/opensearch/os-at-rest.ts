import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-at-rest",
  title: "Every search domain encrypts its data and snapshots at rest",
  rationale: "Whoever gets at a disk or snapshot of the cluster would read the logs.",
  severity: "mandatory",
  service: "opensearch",
  securityHub: ["Opensearch.1"],
  checkov: ["CKV_AWS_5"],
  fix: "Set encryptAtRest.enabled (and kmsKeyId to use a key of your own).",
  example: `new aws.opensearch.Domain("siem", { encryptAtRest: { enabled: true, kmsKeyId: key.arn }, ...cluster });`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "encryptAtRest", "enabled")) yield "does not encrypt at rest";
  },
});
