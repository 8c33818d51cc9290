import policy from "../../../policies/vpc/sg-rule-management-conflict";
import { describePolicy, resource, UNKNOWN } from "../support";

const group = (props: Record<string, unknown> = {}) =>
  resource("aws:ec2/securityGroup:SecurityGroup", "group", props, { id: "sg-1" });
const rule = (direction: "Ingress" | "Egress", props: Record<string, unknown>, name = "rule") =>
  resource(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`, name, {
    securityGroupId: "sg-1",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    ...props,
  });
const inside = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] };

describePolicy(policy, {
  good: {
    separate: [group(), rule("Ingress", { cidrIpv4: "10.0.0.0/8" })],
    inside: [group({ ingress: [inside], egress: [inside] })],
  },
  bad: {
    both: {
      graph: [group({ ingress: [inside] }), rule("Ingress", { cidrIpv4: "10.0.0.0/8" })],
      says: /rules in ingress and in rule/,
    },
    "both, of the former kind": {
      graph: [
        group({ egress: [inside] }),
        resource("aws:ec2/securityGroupRule:SecurityGroupRule", "former", {
          securityGroupId: "sg-1",
          type: "egress",
          protocol: "-1",
          cidrBlocks: ["10.0.0.0/8"],
        }),
      ],
      says: /rules in egress and in former/,
    },
  },
  undecided: { "the rules are unknown": [group({ ingress: UNKNOWN })] },
  asWritten: true,
});
