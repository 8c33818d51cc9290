import policy from "../../../policies/opensearch/os-no-burstable";
import { describePolicy, domain, UNKNOWN } from "../support";

const cluster = (clusterConfig: Record<string, unknown>) => domain({ clusterConfig });

describePolicy(policy, {
  good: {
    memory: [cluster({ instanceType: "r7g.large.search", dedicatedMasterType: "m7g.large.search" })],
    "the default": [domain()],
  },
  bad: {
    "data nodes": { graph: [cluster({ instanceType: "t3.small.search" })], says: /runs on t3.small.search/ },
    masters: {
      graph: [cluster({ instanceType: "r7g.large.search", dedicatedMasterType: "t3.small.search" })],
      says: /runs on t3.small.search/,
    },
  },
  undecided: { "the type is unknown": [cluster({ instanceType: UNKNOWN })] },
});
