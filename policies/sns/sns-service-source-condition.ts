import { definePolicy } from "../policy";
import { servicesOfAnySource, statementsOf } from "../statements";
import { topicPolicyType } from "./topics";

export default definePolicy({
  id: "sns-service-source-condition",
  title: "AWS services publish to a topic only for named accounts, organisations or resources",
  rationale:
    "A service principal alone acts for every AWS customer: a stranger's alarm could send false ones, which hide the true (confused deputy).",
  severity: "mandatory",
  service: "sns",
  fix: "Add aws:SourceArn, aws:SourceAccount or aws:SourceOrgID to the condition of the statement.",
  example: `const statement = {
  Effect: "Allow",
  Principal: { Service: "cloudwatch.amazonaws.com" },
  Action: "sns:Publish",
  Resource: topic.arn,
  Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
};`,
  types: [topicPolicyType],
  scope: "resource",
  check: (policy) => servicesOfAnySource(statementsOf(policy, "policy")),
});
