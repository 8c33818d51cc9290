import policy from "../../../policies/opensearch/os-fgac";
import { describePolicy, domain, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    "it is on": [domain({ advancedSecurityOptions: { enabled: true } })],
    "it is on, as a text": [domain({ advancedSecurityOptions: { enabled: "true" } })],
  },
  bad: {
    "nothing is said": { graph: [domain()], says: /no fine-grained/ },
    "it is off": { graph: [domain({ advancedSecurityOptions: { enabled: false } })], says: /no fine-grained/ },
  },
  undecided: { "it is unknown": [domain({ advancedSecurityOptions: { enabled: UNKNOWN } })] },
});
