import policy from "../../../policies/sns/sns-no-public";
import { describePolicy, document, resource, service, UNKNOWN } from "../support";

const arn = "arn:aws:sns:eu-west-1:111122223333:alarms";
const topic = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:sns/topic:Topic", "alarms", props, { id: arn, arn, ...more });
const policyOf = (...statements: Record<string, unknown>[]) =>
  resource("aws:sns/topicPolicy:TopicPolicy", "policy", { arn, policy: document(...statements) });

describePolicy(policy, {
  good: {
    "a service for one account": [
      topic(),
      policyOf(
        service("cloudwatch.amazonaws.com", "sns:Publish", {
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        }),
      ),
    ],
    "everyone is denied": [topic(), policyOf({ Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: arn })],
  },
  bad: {
    everyone: {
      graph: [topic(), policyOf({ Effect: "Allow", Principal: "*", Action: "sns:Subscribe", Resource: arn })],
      says: /allows sns:subscribe to everyone/,
    },
    "everyone, as AWS": {
      graph: [topic(), policyOf({ Effect: "Allow", Principal: { AWS: ["*"] }, Action: "sns:*", Resource: arn })],
      says: /allows sns:\* to everyone/,
    },
  },
  undecided: { "the document is unknown": [topic({ policy: UNKNOWN })] },
});
