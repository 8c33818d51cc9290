import { read } from "../graph";
import { definePolicy } from "../policy";
import { defaultGroupType, egressRuleType, ingressRuleType, isJudgedByChild, vpcTypes } from "./networks";

export default definePolicy({
  id: "vpc-default-sg",
  title: "The default security group of every VPC is empty",
  rationale: "What is made without a group has this one, and talks with all others that have it.",
  severity: "mandatory",
  service: "vpc",
  securityHub: ["EC2.2"],
  checkov: ["CKV2_AWS_12"],
  fix: "Add an aws.ec2.DefaultSecurityGroup for the VPC without ingress and egress.",
  example: `new aws.ec2.DefaultSecurityGroup("siem", { vpcId: vpc.vpcId });`,
  types: vpcTypes,
  scope: "stack",
  *check(vpc, graph) {
    if (isJudgedByChild(vpc, graph)) return;
    const groups = graph.pointingAt(vpc, defaultGroupType, "vpcId");
    if (groups.length === 0) yield "leaves its default security group as it is";
    for (const group of groups) {
      for (const property of ["ingress", "egress"]) read(group, property);
      const rules = [ingressRuleType, egressRuleType].flatMap((type) =>
        graph.pointingAt(group, type, "securityGroupId"),
      );
      if (rules.length > 0) yield `has ${rules.length} rules in its default security group`;
    }
  },
});
