import policy from "../../../policies/opensearch/os-node-to-node";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const domain = (props: Record<string, unknown>) => [resource("aws:opensearch/domain:Domain", "search", props)];

describePolicy(policy, {
  good: {
    "it is on": domain({ nodeToNodeEncryption: { enabled: true } }),
    "it is on for each of two domains": [
      ...domain({ nodeToNodeEncryption: { enabled: true } }),
      resource("aws:opensearch/domain:Domain", "second", {
        nodeToNodeEncryption: { enabled: true, kmsKeyId: UNKNOWN },
      }),
    ],
  },
  bad: {
    "nothing is said": { graph: domain({}), says: /does not encrypt between/ },
    "it is off": { graph: domain({ nodeToNodeEncryption: { enabled: false } }), says: /does not encrypt between/ },
  },
  undecided: { "it is unknown": domain({ nodeToNodeEncryption: { enabled: UNKNOWN } }) },
});
