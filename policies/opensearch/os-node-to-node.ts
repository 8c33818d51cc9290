import { isTrue } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "os-node-to-node",
  title: "Every search domain encrypts the traffic between its nodes",
  rationale: "Documents travel between the nodes of the cluster with every write and search.",
  severity: "mandatory",
  service: "opensearch",
  frameworks: { fsbp: ["OpenSearch.3"], "nist-800-53": ["SC-8", "SC-13"] },
  fix: "Set nodeToNodeEncryption.enabled.",
  types: ["aws:opensearch/domain:Domain"],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "nodeToNodeEncryption", "enabled")) yield "does not encrypt between its nodes";
  },
});
