import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { domainType, subnetsOf, zonesOf } from "./domains";

export default definePolicy({
  id: "os-az-count-equals-subnets",
  title: "Search domains in a VPC have one subnet for each of their zones",
  rationale: "OpenSearch refuses another number of subnets, and only when it is deployed.",
  severity: "mandatory",
  service: "opensearch",
  fix: "Give vpcOptions.subnetIds as many subnets of different zones as availabilityZoneCount says (one without zone awareness).",
  example: `new aws.opensearch.Domain("siem", {
  clusterConfig: { instanceCount: 2, zoneAwarenessEnabled: true, zoneAwarenessConfig: { availabilityZoneCount: 2 } },
  vpcOptions: { subnetIds: subnetIds.slice(0, 2), securityGroupIds: [group.id] },
  ...rest,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isGiven(domain, "vpcOptions")) return;
    const [subnets, zones] = [subnetsOf(domain).length, zonesOf(domain)];
    if (subnets !== zones) yield `is in ${zones} availability zones but in ${subnets} subnets`;
  },
});
