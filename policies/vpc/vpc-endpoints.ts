import { isGiven, type ResourceNode, read } from "../graph";
import { definePolicy } from "../policy";
import { isPublic, statementsOf } from "../statements";
import { isJudgedByChild, vpcTypes } from "./networks";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

export default definePolicy({
  id: "vpc-endpoints",
  title: "Every VPC reaches S3 by an endpoint, and each endpoint has a policy of its own",
  rationale:
    "Logs would leave the network for the internet; without a policy an endpoint leads to any bucket of anybody.",
  severity: "advisory",
  service: "vpc",
  fix: "Add an aws.ec2.VpcEndpoint for S3, and policies that name accounts and resources to all of them.",
  example: `new aws.ec2.VpcEndpoint("s3", {
  vpcId: vpc.vpcId,
  serviceName: "com.amazonaws.eu-west-1.s3",
  routeTableIds,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: pulumi.interpolate\`\${bucket.arn}/*\`,
        Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      },
    ],
  }),
});`,
  types: vpcTypes,
  scope: "stack",
  *check(vpc, graph) {
    if (isJudgedByChild(vpc, graph)) return;
    const endpoints = graph.pointingAt(vpc, endpointType, "vpcId");
    const isForS3 = (endpoint: ResourceNode) => /\.s3$/.test(String(read(endpoint, "serviceName")));
    if (graph.pointingAt(vpc, endpointType, "vpcId", isForS3).length === 0) yield "has no endpoint for S3";
    for (const endpoint of endpoints) {
      if (!isGiven(endpoint, "policy")) yield `its endpoint ${endpoint.name} leads anybody to anything`;
      else if (statementsOf(endpoint, "policy").some(isPublic))
        yield `its endpoint ${endpoint.name} allows something to everyone`;
    }
  },
});
