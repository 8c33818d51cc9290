import { type ResourceNode, read } from "../graph";
import { definePolicy } from "../policy";
import { egressRuleType, groupType, ingressRuleType } from "./networks";

/** What the providers write where the program says nothing. */
const said = (node: ResourceNode) => {
  const description = read(node, "description");
  return (
    typeof description === "string" && description !== "" && !/^Managed by (?:Pulumi|Terraform)$/.test(description)
  );
};

export default definePolicy({
  id: "sg-description",
  title: "Security groups and their rules say what they are for",
  rationale: "Nobody dares to remove a rule that nobody can explain.",
  severity: "advisory",
  service: "vpc",
  checkov: ["CKV_AWS_23"],
  fix: "Set description of the group and of each rule.",
  example: `new aws.ec2.SecurityGroup("domain", { description: "Search domain of the SIEM", vpcId: vpc.id });`,
  types: [groupType, ingressRuleType, egressRuleType],
  scope: "resource",
  *check(node) {
    if (said(node)) return;
    yield node.type === groupType ? "does not say what it is for" : "has a rule that does not say what it is for";
  },
});
