import { isTrue } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "subnet-no-public-ip",
  title: "No subnet gives public addresses to what is started in it",
  rationale: "A forgotten instance is on the internet, and found within minutes.",
  severity: "mandatory",
  service: "vpc",
  securityHub: ["EC2.15"],
  checkov: ["CKV_AWS_130"],
  fix: "Leave mapPublicIpOnLaunch out.",
  example: `new aws.ec2.Subnet("functions", { vpcId: vpc.id, cidrBlock: "10.64.0.0/26", mapPublicIpOnLaunch: false });`,
  types: ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"],
  scope: "resource",
  *check(subnet) {
    if (isTrue(subnet, "mapPublicIpOnLaunch")) yield "gives public addresses";
  },
});
