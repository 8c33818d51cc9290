import policy from "../../../policies/opensearch/os-at-rest";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, resource } from "../support";

const domain = (props: Record<string, unknown>) => [resource("aws:opensearch/domain:Domain", "search", props)];

describePolicy(policy, {
  good: {
    "it is on": domain({ encryptAtRest: { enabled: true } }),
    "it is on for each of two domains": [
      ...domain({ encryptAtRest: { enabled: true } }),
      resource("aws:opensearch/domain:Domain", "second", { encryptAtRest: { enabled: true, kmsKeyId: UNKNOWN } }),
    ],
  },
  bad: {
    "nothing is said": { graph: domain({}), says: /does not encrypt at rest/ },
    "it is off": { graph: domain({ encryptAtRest: { enabled: false } }), says: /does not encrypt at rest/ },
  },
  undecided: { "it is unknown": domain({ encryptAtRest: { enabled: UNKNOWN } }) },
});
