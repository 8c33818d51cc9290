import policy from "../../../policies/vpc/vpc-endpoints";
import { describePolicy, document, resource, UNKNOWN } from "../support";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }, { id: "vpc-1" });
const own = {
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
};
const endpoint = (service: string, statement: Record<string, unknown> | undefined) =>
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", service, {
    vpcId: "vpc-1",
    serviceName: `com.amazonaws.eu-west-1.${service}`,
    policy: statement && document(statement),
  });

describePolicy(policy, {
  good: {
    S3: [vpc, endpoint("s3", own)],
    "S3 and SQS": [vpc, endpoint("s3", own), endpoint("sqs", own)],
  },
  bad: {
    none: { graph: [vpc], says: /no endpoint for S3/ },
    "no policy": { graph: [vpc, endpoint("s3", undefined)], says: /s3 leads anybody to anything/ },
    "an open policy": {
      graph: [vpc, endpoint("s3", { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" })],
      says: /s3 allows something to everyone/,
    },
  },
  undecided: {
    "the policy is unknown": [
      vpc,
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", "e", {
        vpcId: "vpc-1",
        serviceName: "com.amazonaws.eu-west-1.s3",
        policy: UNKNOWN,
      }),
    ],
  },
});
