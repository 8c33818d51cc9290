import { isGiven, readList } from "../graph";
import { definePolicy } from "../policy";
import { defaultGroupType } from "../vpc/networks";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-own-sg",
  title: "Search domains in a VPC have a security group of their own",
  rationale: "The VPC's default group lets in whatever else has it.",
  severity: "mandatory",
  service: "opensearch",
  checkov: ["CKV_AWS_248"],
  fix: "Set vpcOptions.securityGroupIds to a group that lets in HTTPS from those that need it.",
  example: `const group = new aws.ec2.SecurityGroup("siem", { description: "Search domain", vpcId: vpc.id });
new aws.opensearch.Domain("siem", { vpcOptions: { subnetIds, securityGroupIds: [group.id] }, ...cluster });`,
  types: [domainType],
  scope: "stack",
  *check(domain, graph) {
    if (!isGiven(domain, "vpcOptions") || !isGiven(domain, "vpcOptions", "subnetIds")) return;
    const groups = readList(domain, "vpcOptions", "securityGroupIds");
    if (groups.length === 0) {
      yield "has the default security group of its VPC";
      return;
    }
    const isDefault = (id: unknown) => graph.targetOf(id, domain, "vpcOptions", defaultGroupType) !== undefined;
    if (groups.every(isDefault)) yield "has the default security group of its VPC";
  },
});
