import policy from "../../../policies/vpc/sg-no-world-egress";
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
    "one port": [group(), rule("Egress", { cidrIpv4: "0.0.0.0/0" })],
    "every port to a network": [group(), rule("Egress", { cidrIpv4: "10.0.0.0/8", ipProtocol: "-1" })],
  },
  bad: {
    "every port": {
      graph: [group(), rule("Egress", { cidrIpv4: "0.0.0.0/0", ipProtocol: "-1" })],
      says: /lets every port out/,
    },
    "every port of TCP": {
      graph: [group(), rule("Egress", { cidrIpv6: "::/0", fromPort: 0, toPort: 65535 })],
      says: /ports 0 to 65535 out/,
    },
  },
  undecided: { "the network is unknown": [rule("Egress", { cidrIpv4: UNKNOWN })] },
});
