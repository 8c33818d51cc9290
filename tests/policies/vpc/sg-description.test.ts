import policy from "../../../policies/vpc/sg-description";
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
    both: [group({ description: "Search domain" }), rule("Ingress", { description: "HTTPS", cidrIpv4: "10.0.0.0/8" })],
    "a group": [group({ description: "Functions" })],
  },
  bad: {
    "what the provider writes": {
      graph: [group({ description: "Managed by Pulumi" })],
      says: /^does not say what it is for$/,
    },
    "a rule": {
      graph: [group({ description: "Functions" }), rule("Egress", { cidrIpv4: "10.0.0.0/8" })],
      says: /has a rule that does not say/,
    },
  },
  undecided: { "it is unknown": [group({ description: UNKNOWN })] },
});
