import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-node-to-node",
  title: "Every search domain encrypts the traffic between its nodes",
  rationale: "Documents travel between the nodes of the cluster with every write and search.",
  severity: "mandatory",
  service: "opensearch",
  securityHub: ["Opensearch.3"],
  checkov: ["CKV_AWS_6"],
  fix: "Set nodeToNodeEncryption.enabled.",
  example: `new aws.opensearch.Domain("siem", { nodeToNodeEncryption: { enabled: true }, ...cluster });`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "nodeToNodeEncryption", "enabled")) yield "does not encrypt between its nodes";
  },
});
