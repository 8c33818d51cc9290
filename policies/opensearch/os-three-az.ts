import { readNumber } from "../graph";
import { definePolicy } from "../policy";
import { domainType, zonesOf } from "./domains";

export default definePolicy({
  id: "os-three-az",
  title: "Every search domain has three data nodes in three availability zones",
  rationale: "With fewer the loss of a zone stops the search, and may lose documents.",
  severity: "advisory",
  service: "opensearch",
  securityHub: ["Opensearch.6"],
  fix: "Set clusterConfig.instanceCount to 3 or more, zoneAwarenessEnabled, and availabilityZoneCount to 3.",
  example: `new aws.opensearch.Domain("siem", {
  clusterConfig: {
    instanceType: "r7g.large.search",
    instanceCount: 3,
    zoneAwarenessEnabled: true,
    zoneAwarenessConfig: { availabilityZoneCount: 3 },
  },
  ...rest,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    const nodes = readNumber(domain, ["clusterConfig", "instanceCount"], 1);
    if (nodes < 3) yield `has ${nodes} data nodes instead of 3`;
    const zones = zonesOf(domain);
    if (zones < 3) yield `is in ${zones} availability zones instead of 3`;
  },
});
