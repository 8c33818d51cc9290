import { definePolicy } from "../policy";
import { isWithoutTls, refusals, statementsOf } from "../statements";
import { topicPolicyType, topicType } from "./topics";

export default definePolicy({
  id: "sns-tls",
  title: "Every topic refuses to publish without TLS",
  rationale: "Over plain HTTP anyone on the way reads the alarms and can change them.",
  severity: "advisory",
  service: "sns",
  fix: 'Deny sns:Publish to everyone under {"Bool": {"aws:SecureTransport": "false"}} in an aws.sns.TopicPolicy.',
  example: `const onlyTls = {
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: topic.arn,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};`,
  types: [topicType],
  scope: "stack",
  *check(topic, graph) {
    const policies = graph.pointingAt(topic, topicPolicyType, "arn");
    const statements = policies.flatMap((policy) => statementsOf(policy, "policy"));
    if (refusals(statements, ["sns:publish"], isWithoutTls).length === 0) yield "takes messages without TLS";
  },
});
