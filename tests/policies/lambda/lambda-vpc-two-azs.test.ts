import policy from "../../../policies/lambda/lambda-vpc-two-azs";
import { describePolicy, domain, lambda, UNKNOWN } from "../support";

const inSubnets = (...subnetIds: unknown[]) => lambda("a", { vpcConfig: { subnetIds, securityGroupIds: ["sg-1"] } });

describePolicy(policy, {
  good: {
    "two subnets": [inSubnets("subnet-1", "subnet-2"), domain({ vpcOptions: { subnetIds: ["subnet-1"] } })],
    "outside, as the domain": [lambda("a"), domain()],
  },
  bad: {
    "one subnet": { graph: [inSubnets("subnet-1")], says: /in 1 subnet only/ },
    "the same twice": { graph: [inSubnets("subnet-1", "subnet-1")], says: /in 1 subnet only/ },
    "outside, but the domain is inside": {
      graph: [lambda("a"), domain({ vpcOptions: { subnetIds: ["subnet-1"] } })],
      says: /outside of the VPC of search domain siem/,
    },
  },
  undecided: { "the subnets are unknown": [lambda("a", { vpcConfig: { subnetIds: UNKNOWN } })] },
});
