import { read } from "../graph";
import { definePolicy } from "../policy";
import { egressRuleType, isForWorld, portsOf } from "./networks";

export default definePolicy({
  id: "sg-no-world-egress",
  title: "No security group lets everything out to the internet",
  rationale: "Whoever takes over a function sends the logs where he likes.",
  severity: "advisory",
  service: "vpc",
  checkov: ["CKV_AWS_382"],
  fix: "Name the ports, and endpoints, prefix lists or groups instead of 0.0.0.0/0.",
  example: `new aws.vpc.SecurityGroupEgressRule("s3", {
  securityGroupId: group.id,
  prefixListId: s3.id,
  description: "HTTPS to S3",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
});`,
  types: [egressRuleType],
  scope: "resource",
  *check(rule) {
    for (const property of ["cidrIpv4", "cidrIpv6"]) read(rule, property);
    if (!isForWorld(rule)) return;
    for (const property of ["ipProtocol", "fromPort", "toPort"]) read(rule, property);
    const ports = portsOf(rule);
    if (/^every port$|^ports 0 to 65535$/.test(ports)) yield `lets ${ports} out to the internet`;
  },
});
