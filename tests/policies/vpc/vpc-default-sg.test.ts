import policy from "../../../policies/vpc/vpc-default-sg";
import { describePolicy, resource, UNKNOWN } from "../support";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }, { id: "vpc-1" });
const defaultGroup = (props: Record<string, unknown>) =>
  resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "d", { vpcId: "vpc-1", ...props }, { id: "sg-0" });

describePolicy(policy, {
  good: {
    empty: [vpc, defaultGroup({})],
    "empty lists": [vpc, defaultGroup({ ingress: [], egress: [] })],
  },
  bad: {
    "as it is": { graph: [vpc], says: /leaves its default security group/ },
    "with rules": {
      graph: [vpc, defaultGroup({ ingress: [{ protocol: "-1", self: true, fromPort: 0, toPort: 0 }] })],
      says: /has 1 rules in its default/,
    },
  },
  undecided: {
    "which VPC it is of is unknown": [vpc, defaultGroup({ vpcId: UNKNOWN })],
  },
});
