import { definePolicy } from "../policy";
import { servicesOfAnySource, statementsOf } from "../statements";
import { queuePolicyType } from "./queues";

export default definePolicy({
  id: "sqs-service-source-condition",
  title: "AWS services send to a queue only for named accounts, organisations or resources",
  rationale:
    "A service principal alone acts for every AWS customer: a stranger's bucket or topic could have the loader read objects of his choice (confused deputy).",
  severity: "mandatory",
  service: "sqs",
  fix: "Add aws:SourceArn, aws:SourceAccount or aws:SourceOrgID to the condition of the statement.",
  example: `const statement = {
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: queue.arn,
  Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
};`,
  types: [queuePolicyType],
  scope: "resource",
  check: (policy) => servicesOfAnySource(statementsOf(policy, "policy")),
});
