import policy from "../../../policies/sns/sns-tls";
import { describePolicy, document, resource, UNKNOWN } from "../support";

const arn = "arn:aws:sns:eu-west-1:111122223333:alarms";
const topic = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:sns/topic:Topic", "alarms", props, { id: arn, arn, ...more });
const policyOf = (...statements: Record<string, unknown>[]) =>
  resource("aws:sns/topicPolicy:TopicPolicy", "policy", { arn, policy: document(...statements) });
const deny = {
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: arn,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

describePolicy(policy, {
  good: {
    "everyone is refused": [topic(), policyOf(deny)],
    "every action is": [topic(), policyOf({ ...deny, Action: "sns:*" })],
  },
  bad: {
    "no policy": { graph: [topic()], says: /without TLS/ },
    "another action": { graph: [topic(), policyOf({ ...deny, Action: "sns:Subscribe" })], says: /without TLS/ },
  },
  undecided: { "the document is unknown": [topic({ policy: UNKNOWN })] },
});
