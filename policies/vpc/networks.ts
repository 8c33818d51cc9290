import type { ResourceGraph, ResourceNode } from "../graph";

const vpcType = "aws:ec2/vpc:Vpc";
/** Makes a VPC among its children, which are seen where there is an engine. */
const vpcComponentType = "awsx:ec2:Vpc";
export const vpcTypes = [vpcType, vpcComponentType] as const;
export const groupType = "aws:ec2/securityGroup:SecurityGroup";
export const defaultGroupType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const ingressRuleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const egressRuleType = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** Whether a VPC is judged by the child that it has. */
export function isJudgedByChild(vpc: ResourceNode, graph: ResourceGraph): boolean {
  return vpc.type === vpcComponentType && graph.ofType(vpcType).some(({ parent }) => parent === vpc.urn);
}

const world: ReadonlySet<unknown> = new Set(["0.0.0.0/0", "::/0"]);

/** Whether a rule of a security group is about every address. */
export function isForWorld({ props }: ResourceNode): boolean {
  return world.has(props.cidrIpv4) || world.has(props.cidrIpv6);
}

/** Ports of a rule, in words. */
export function portsOf({ props }: ResourceNode): string {
  const { ipProtocol, fromPort, toPort } = props;
  if (ipProtocol === "-1" || ipProtocol === -1 || ipProtocol === "all") return "every port";
  if (fromPort === undefined) return `${String(ipProtocol)} ports`;
  return fromPort === toPort ? `port ${String(fromPort)}` : `ports ${String(fromPort)} to ${String(toPort)}`;
}
