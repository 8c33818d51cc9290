import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-vpc",
  title: "Every search domain is in a VPC",
  rationale: "A public endpoint is one wrong policy away from everybody; it cannot be moved into a VPC later.",
  severity: "mandatory",
  service: "opensearch",
  securityHub: ["Opensearch.2"],
  checkov: ["CKV_AWS_137"],
  fix: "Set vpcOptions.subnetIds and vpcOptions.securityGroupIds; the domain is replaced.",
  example: `new aws.opensearch.Domain("siem", {
  vpcOptions: { subnetIds: vpc.privateSubnetIds, securityGroupIds: [group.id] },
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isGiven(domain, "vpcOptions") || !isGiven(domain, "vpcOptions", "subnetIds")) yield "has a public endpoint";
  },
});
