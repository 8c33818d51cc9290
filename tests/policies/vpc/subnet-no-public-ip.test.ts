import policy from "../../../policies/vpc/subnet-no-public-ip";
import { describePolicy, resource, UNKNOWN } from "../support";

const subnet = (props: Record<string, unknown>) => resource("aws:ec2/subnet:Subnet", "s", props);

describePolicy(policy, {
  good: { "nothing is said": [subnet({})], off: [subnet({ mapPublicIpOnLaunch: false })] },
  bad: {
    on: { graph: [subnet({ mapPublicIpOnLaunch: true })], says: /gives public addresses/ },
    "on, by default": {
      graph: [resource("aws:ec2/defaultSubnet:DefaultSubnet", "d", { mapPublicIpOnLaunch: true })],
      says: /gives public addresses/,
    },
  },
  undecided: { "it is unknown": [subnet({ mapPublicIpOnLaunch: UNKNOWN })] },
});
