import { type ResourceNode, readList } from "../graph";
import { definePolicy } from "../policy";
import { egressRuleType, groupType, ingressRuleType } from "./networks";

const places = [
  ["ingress", ingressRuleType],
  ["egress", egressRuleType],
] as const;

export default definePolicy({
  id: "sg-rule-management-conflict",
  title: "The rules of a security group are in one place",
  rationale: "A group that lists its rules removes those of other resources: each deployment undoes the last.",
  severity: "mandatory",
  service: "vpc",
  fix: "Leave ingress and egress of the group out, and use aws.vpc.SecurityGroupIngressRule and SecurityGroupEgressRule.",
  example: `const group = new aws.ec2.SecurityGroup("domain", { description: "Search domain", vpcId: vpc.id });
new aws.vpc.SecurityGroupIngressRule("https", { securityGroupId: group.id, ...https });`,
  types: [groupType],
  scope: "stack",
  *check(group, graph) {
    for (const [property, type] of places) {
      const own = readList(group, property);
      if (own.length === 0) continue;
      const isElsewhere = ({ inside }: ResourceNode) => inside?.owner !== group;
      const separate = [type, "aws:ec2/securityGroupRule:SecurityGroupRule"].flatMap((ruleType) =>
        graph.pointingAt(group, ruleType, "securityGroupId", isElsewhere),
      );
      if (separate.length > 0)
        yield `has rules in ${property} and in ${[...new Set(separate.map(({ name }) => name))].join(", ")}`;
    }
  },
});
