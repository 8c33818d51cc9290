import { read } from "../graph";
import { definePolicy } from "../policy";
import { isJudgedByChild, vpcTypes } from "./networks";

export default definePolicy({
  id: "vpc-flow-logs",
  title: "Every VPC logs all of its traffic",
  rationale: "What left the network after a break-in is otherwise known to nobody.",
  severity: "mandatory",
  service: "vpc",
  securityHub: ["EC2.6"],
  checkov: ["CKV2_AWS_11"],
  fix: "Add an aws.ec2.FlowLog with vpcId and trafficType ALL.",
  example: `new aws.ec2.FlowLog("siem", {
  vpcId: vpc.vpcId,
  trafficType: "ALL",
  logDestinationType: "s3",
  logDestination: archive.arn,
});`,
  types: vpcTypes,
  scope: "stack",
  *check(vpc, graph) {
    if (isJudgedByChild(vpc, graph)) return;
    const logs = graph.pointingAt(vpc, "aws:ec2/flowLog:FlowLog", "vpcId");
    const kinds = logs.map((log) => read(log, "trafficType") ?? "ALL");
    if (logs.length === 0) yield "does not log its traffic";
    else if (!kinds.includes("ALL")) yield `logs ${kinds.join(", ")} traffic only`;
  },
});
