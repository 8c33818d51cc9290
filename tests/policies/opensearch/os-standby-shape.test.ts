import policy from "../../../policies/opensearch/os-standby-shape";
import { describePolicy, domain, UNKNOWN } from "../support";

const cluster = (clusterConfig: Record<string, unknown>) => domain({ clusterConfig });
const shaped = (change: object) =>
  domain({
    clusterConfig: {
      multiAzWithStandbyEnabled: true,
      instanceType: "r7g.large.search",
      instanceCount: 3,
      dedicatedMasterEnabled: true,
      dedicatedMasterCount: 3,
      dedicatedMasterType: "m7g.large.search",
      zoneAwarenessEnabled: true,
      zoneAwarenessConfig: { availabilityZoneCount: 3 },
      ...change,
    },
    ebsOptions: { ebsEnabled: true, volumeType: "gp3" },
  });

describePolicy(policy, {
  good: {
    "the shape": [shaped({})],
    "no standby": [cluster({ instanceCount: 1, instanceType: "t3.small.search" })],
  },
  bad: {
    "four nodes": { graph: [shaped({ instanceCount: 4 })], says: /4 data nodes, no multiple of three/ },
    "no masters": { graph: [shaped({ dedicatedMasterEnabled: false })], says: /without three dedicated masters/ },
    burstable: { graph: [shaped({ instanceType: "t3.medium.search" })], says: /with t3.medium.search/ },
    "two zones": {
      graph: [shaped({ zoneAwarenessConfig: { availabilityZoneCount: 2 } })],
      says: /in other than three zones/,
    },
    "former volumes": {
      graph: [domain({ ...(shaped({}).props as object), ebsOptions: { ebsEnabled: true, volumeType: "gp2" } })],
      says: /volumes of gp2/,
    },
  },
  undecided: { "standby is unknown": [cluster({ multiAzWithStandbyEnabled: UNKNOWN })] },
});
