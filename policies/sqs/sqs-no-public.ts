import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";
import { queuePolicyType } from "./queues";

export default definePolicy({
  id: "sqs-no-public",
  title: "No queue policy allows anything to everyone",
  rationale: "Anyone could make the loader read objects of their choice, or take away the notices of new logs.",
  severity: "mandatory",
  service: "sqs",
  securityHub: ["SQS.3"],
  checkov: ["CKV_AWS_168"],
  fix: "Name the service principal and add aws:SourceArn or aws:SourceAccount.",
  example: `const statement = {
  Effect: "Allow",
  Principal: { Service: "s3.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: queue.arn,
  Condition: { ArnEquals: { "aws:SourceArn": bucket.arn }, StringEquals: { "aws:SourceAccount": "111122223333" } },
};`,
  types: [queuePolicyType],
  scope: "resource",
  check: (resource) => publicStatements(statementsOf(resource, "policy")),
});
