import policy from "../../../policies/opensearch/os-three-az";
import { describePolicy, domain, UNKNOWN } from "../support";

const cluster = (clusterConfig: Record<string, unknown>) => domain({ clusterConfig });

describePolicy(policy, {
  good: {
    "three zones": [
      cluster({ instanceCount: 3, zoneAwarenessEnabled: true, zoneAwarenessConfig: { availabilityZoneCount: 3 } }),
    ],
    "standby, which is in three zones": [cluster({ instanceCount: 6, multiAzWithStandbyEnabled: true })],
  },
  bad: {
    "nothing is said": { graph: [domain()], says: /1 data nodes instead of 3\nis in 1 availability zones/ },
    "two zones": {
      graph: [cluster({ instanceCount: 4, zoneAwarenessEnabled: true })],
      says: /2 availability zones instead of 3/,
    },
  },
  undecided: { "the number of nodes is unknown": [cluster({ instanceCount: UNKNOWN })] },
});
