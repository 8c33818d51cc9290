import { isTrue, readNumber } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-dedicated-masters",
  title: "Every search domain has three dedicated masters",
  rationale: "A data node that is busy with searches forgets to lead the cluster, which then stands still.",
  severity: "advisory",
  service: "opensearch",
  securityHub: ["Opensearch.11"],
  checkov: ["CKV2_AWS_59"],
  fix: "Set clusterConfig.dedicatedMasterEnabled, dedicatedMasterCount to 3 and dedicatedMasterType.",
  example: `new aws.opensearch.Domain("siem", {
  clusterConfig: { dedicatedMasterEnabled: true, dedicatedMasterCount: 3, dedicatedMasterType: "m7g.large.search" },
  ...rest,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "clusterConfig", "dedicatedMasterEnabled")) {
      yield "has no dedicated masters";
      return;
    }
    const count = readNumber(domain, ["clusterConfig", "dedicatedMasterCount"], 0);
    if (count < 3) yield `has ${count} dedicated masters, which cannot outvote a lost one`;
  },
});
