import { definePolicy } from "../policy";
import { publicStatements, statementsOf } from "../statements";
import { topicPolicyType } from "./topics";

export default definePolicy({
  id: "sns-no-public",
  title: "No topic policy allows anything to everyone",
  rationale: "Anyone could subscribe to the alarms, or send false ones.",
  severity: "mandatory",
  service: "sns",
  securityHub: ["SNS.4"],
  checkov: ["CKV_AWS_169"],
  fix: "Name the principals, or add aws:SourceAccount or aws:SourceArn.",
  example: `const statement = {
  Effect: "Allow",
  Principal: { Service: "cloudwatch.amazonaws.com" },
  Action: "sns:Publish",
  Resource: topic.arn,
  Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
};`,
  types: [topicPolicyType],
  scope: "resource",
  check: (policy) => publicStatements(statementsOf(policy, "policy")),
});
