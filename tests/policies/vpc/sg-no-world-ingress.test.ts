import policy from "../../../policies/vpc/sg-no-world-ingress";
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

describePolicy(policy, {
  good: {
    "a network": [group(), rule("Ingress", { cidrIpv4: "10.0.0.0/8" })],
    "another group": [group(), rule("Ingress", { referencedSecurityGroupId: "sg-2" })],
  },
  bad: {
    "the internet": { graph: [group(), rule("Ingress", { cidrIpv4: "0.0.0.0/0" })], says: /in at port 443/ },
    "the internet of version 6": {
      graph: [group(), rule("Ingress", { cidrIpv6: "::/0", ipProtocol: "-1" })],
      says: /in at every port/,
    },
    "the former kind of rule, with many networks": {
      graph: [
        resource("aws:ec2/securityGroupRule:SecurityGroupRule", "r", {
          securityGroupId: "sg-1",
          type: "ingress",
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"],
        }),
      ],
      says: /in at port 22/,
    },
  },
  undecided: { "the network is unknown": [rule("Ingress", { cidrIpv4: UNKNOWN })] },
});
