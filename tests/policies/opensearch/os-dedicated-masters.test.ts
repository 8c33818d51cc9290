import policy from "../../../policies/opensearch/os-dedicated-masters";
import { describePolicy, domain, UNKNOWN } from "../support";

const cluster = (clusterConfig: Record<string, unknown>) => domain({ clusterConfig });

describePolicy(policy, {
  good: {
    three: [cluster({ dedicatedMasterEnabled: true, dedicatedMasterCount: 3 })],
    five: [cluster({ dedicatedMasterEnabled: true, dedicatedMasterCount: 5 })],
  },
  bad: {
    none: { graph: [domain()], says: /no dedicated masters/ },
    one: {
      graph: [cluster({ dedicatedMasterEnabled: true, dedicatedMasterCount: 1 })],
      says: /has 1 dedicated masters/,
    },
  },
  undecided: { "their number is unknown": [cluster({ dedicatedMasterEnabled: true, dedicatedMasterCount: UNKNOWN })] },
});
