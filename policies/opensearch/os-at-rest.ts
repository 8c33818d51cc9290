import { isTrue } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "os-at-rest",
  title: "Every search domain encrypts its data and snapshots at rest",
  rationale: "Whoever gets at a disk or snapshot of the cluster would read the logs.",
  severity: "mandatory",
  service: "opensearch",
  frameworks: { fsbp: ["OpenSearch.1"], "nist-800-53": ["SC-13", "SC-28"] },
  fix: "Set encryptAtRest.enabled (and kmsKeyId to use a key of your own).",
  types: ["aws:opensearch/domain:Domain"],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "encryptAtRest", "enabled")) yield "does not encrypt at rest";
  },
});
