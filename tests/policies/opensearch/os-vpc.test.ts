import policy from "../../../policies/opensearch/os-vpc";
import { describePolicy, domain, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    subnets: [domain({ vpcOptions: { subnetIds: ["subnet-1"] } })],
    "subnets that are not made yet": [domain({ vpcOptions: UNKNOWN })],
  },
  bad: {
    "nothing is said": { graph: [domain()], says: /public endpoint/ },
    "no subnets": { graph: [domain({ vpcOptions: {} })], says: /public endpoint/ },
  },
  undecided: { "an output that AWS may fill in": [domain({ vpcOptions: UNKNOWN }, { propertyDeps: {} })] },
});
