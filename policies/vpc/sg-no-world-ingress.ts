import { read } from "../graph";
import { definePolicy } from "../policy";
import { ingressRuleType, isForWorld, portsOf } from "./networks";

export default definePolicy({
  id: "sg-no-world-ingress",
  title: "No security group lets the internet in",
  rationale: "Nothing of a SIEM is for the internet: logs come by AWS's services, people by the VPN.",
  severity: "mandatory",
  service: "vpc",
  securityHub: ["EC2.13", "EC2.14", "EC2.18", "EC2.19", "EC2.53", "EC2.54"],
  checkov: ["CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260", "CKV_AWS_277"],
  fix: "Name the networks or the security group that needs it.",
  example: `new aws.vpc.SecurityGroupIngressRule("https", {
  securityGroupId: group.id,
  referencedSecurityGroupId: clients.id,
  description: "HTTPS from the clients",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
});`,
  types: [ingressRuleType],
  scope: "resource",
  *check(rule) {
    read(rule, "cidrIpv4");
    read(rule, "cidrIpv6");
    if (isForWorld(rule)) yield `lets the internet in at ${portsOf(rule)}`;
  },
});
