import policy from "../../../policies/opensearch/os-own-sg";
import { describePolicy, domain, resource, UNKNOWN } from "../support";

const inVpc = (securityGroupIds: unknown) => domain({ vpcOptions: { subnetIds: ["subnet-1"], securityGroupIds } });

describePolicy(policy, {
  good: {
    "a group": [inVpc(["sg-1"])],
    "outside of a VPC": [domain()],
    "a group that is not made yet": [
      resource("aws:ec2/securityGroup:SecurityGroup", "group", {}),
      domain(
        { vpcOptions: { subnetIds: ["subnet-1"], securityGroupIds: [UNKNOWN] } },
        { propertyDeps: { vpcOptions: ["urn:group"] } },
      ),
    ],
  },
  bad: {
    none: { graph: [inVpc([])], says: /default security group/ },
    "the default group of the stack": {
      graph: [
        inVpc(["sg-0"]),
        resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {}, { id: "sg-0" }),
      ],
      says: /default security group/,
    },
  },
  undecided: { "the groups are unknown": [inVpc(UNKNOWN)], "a group is unknown": [inVpc([UNKNOWN])] },
});
