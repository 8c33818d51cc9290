import policy from "../../../policies/sns/sns-service-source-condition";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, document, resource } from "../support";

const type = "aws:sns/topicPolicy:TopicPolicy";
const allowed = {
  ...{ Sid: "Sender", Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" } },
  ...{ Action: "sns:Publish", Resource: "*" },
};
const arn = "arn:aws:sns:eu-west-1:111122223333:alarms";
const graph = (change: object) => [
  resource("aws:sns/topic:Topic", "alarms", {}, { id: arn, arn }),
  resource(type, "policy", { arn, policy: document({ ...allowed, ...change }) }),
];
const condition = (operator: string, key: string, value: unknown) =>
  graph({ Condition: { [operator]: { [key]: value } } });
const anyAccount = /statement Sender lets cloudwatch\.amazonaws\.com act for any AWS account/;

describePolicy(policy, {
  good: {
    "what sends is named": condition("ArnEquals", "aws:SourceArn", "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x"),
    "its account is named": condition("StringEquals", "aws:SourceAccount", "111122223333"),
    "its organisation is named": condition("StringEquals", "aws:SourceOrgID", "o-example"),
    "the principal is a role": graph({ Principal: { AWS: "arn:aws:iam::111122223333:role/x" } }),
    "it is a refusal": graph({ Effect: "Deny" }),
  },
  bad: {
    "there is no condition": { graph: graph({}), says: anyAccount },
    "the condition is about something else": {
      graph: condition("Bool", "aws:SecureTransport", "true"),
      says: anyAccount,
    },
    "the condition holds without the key": {
      graph: condition("StringEqualsIfExists", "aws:SourceAccount", "111122223333"),
      says: anyAccount,
    },
  },
  undecided: { "the document is unknown": [resource(type, "policy", { policy: UNKNOWN })] },
});
