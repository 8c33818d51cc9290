import { definePolicy } from "../policy";
import { isWithoutTls, refusals, statementsOf } from "../statements";
import { queuePolicyType, queueType } from "./queues";

export default definePolicy({
  id: "sqs-tls-only",
  title: "Every queue refuses requests without TLS",
  rationale: "Over plain HTTP anyone on the way reads the messages and can change them.",
  severity: "advisory",
  service: "sqs",
  fix: 'Deny sqs:* to everyone under {"Bool": {"aws:SecureTransport": "false"}} in an aws.sqs.QueuePolicy.',
  example: `new aws.sqs.QueuePolicy("logs", {
  queueUrl: queue.url,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: queue.arn, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ],
  }),
});`,
  types: [queueType],
  scope: "stack",
  *check(queue, graph) {
    const policies = graph.pointingAt(queue, queuePolicyType, "queueUrl");
    const statements = policies.flatMap((policy) => statementsOf(policy, "policy"));
    const actions = ["sqs:sendmessage", "sqs:receivemessage", "sqs:deletemessage"];
    if (refusals(statements, actions, isWithoutTls).length === 0) yield "takes requests without TLS";
  },
});
