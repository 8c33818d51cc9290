import policy from "../../../policies/opensearch/os-gp3-explicit";
import { describePolicy, domain, UNKNOWN } from "../support";

const volumes = (more: object) => domain({ ebsOptions: { ebsEnabled: true, volumeSize: 10, ...more } });

describePolicy(policy, {
  good: {
    "a rate": [volumes({ volumeType: "gp3", iops: 3000, throughput: 125 })],
    "no volumes": [domain({ ebsOptions: { ebsEnabled: false } })],
  },
  bad: {
    "the former type": { graph: [volumes({ volumeType: "gp2" })], says: /volumes of gp2/ },
    "no rate": { graph: [volumes({ volumeType: "gp3", iops: 3000 })], says: /does not say throughput/ },
  },
  undecided: { "the type is unknown": [volumes({ volumeType: UNKNOWN })] },
});
