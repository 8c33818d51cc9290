import policy from "../../../policies/opensearch/os-az-count-equals-subnets";
import { describePolicy, domain, UNKNOWN } from "../support";

const inSubnets = (subnetIds: unknown, clusterConfig: object) => domain({ clusterConfig, vpcOptions: { subnetIds } });

describePolicy(policy, {
  good: {
    "three of three": [
      inSubnets(["a", "b", "c"], { zoneAwarenessEnabled: true, zoneAwarenessConfig: { availabilityZoneCount: 3 } }),
    ],
    "one of one": [inSubnets(["a"], {})],
    "outside of a VPC": [domain()],
  },
  bad: {
    "three subnets for two zones": {
      graph: [inSubnets(["a", "b", "c"], { zoneAwarenessEnabled: true })],
      says: /in 2 availability zones but in 3 subnets/,
    },
    "the same subnet twice": {
      graph: [inSubnets(["a", "a"], { zoneAwarenessEnabled: true })],
      says: /in 1 subnets/,
    },
  },
  undecided: { "the subnets are unknown": [inSubnets(UNKNOWN, {})] },
});
