import policy from "../../../policies/vpc/vpc-flow-logs";
import { describePolicy, resource, UNKNOWN } from "../support";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }, { id: "vpc-1" });
const flow = (trafficType: unknown, more = {}, options = {}) =>
  resource("aws:ec2/flowLog:FlowLog", "flow", { vpcId: "vpc-1", trafficType, ...more }, options);

describePolicy(policy, {
  good: {
    everything: [vpc, flow("ALL")],
    "the default, which is everything": [vpc, flow(undefined)],
    "a VPC of awsx, which an engine shows with its child": [
      resource("awsx:ec2:Vpc", "x", {}),
      { ...vpc, parent: "urn:x" },
      flow("ALL"),
    ],
    "a VPC of awsx, without an engine": [
      resource("awsx:ec2:Vpc", "x", {}),
      flow("ALL", { vpcId: "vpc-9" }, { propertyDeps: { vpcId: ["urn:x"] } }),
    ],
  },
  bad: {
    nothing: { graph: [vpc], says: /does not log its traffic/ },
    "what was refused": { graph: [vpc, flow("REJECT")], says: /logs REJECT traffic only/ },
    "a VPC of awsx": { graph: [resource("awsx:ec2:Vpc", "x", {})], says: /does not log its traffic/ },
  },
  undecided: { "which VPC is logged is unknown": [vpc, flow("ALL", { vpcId: UNKNOWN })] },
});
