import policy from "../../../policies/sqs/sqs-service-source-condition";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, document, queue, queueSetting, resource } from "../support";

const type = "aws:sqs/queuePolicy:QueuePolicy";
const allowed = {
  ...{ Sid: "Sender", Effect: "Allow", Principal: { Service: "sns.amazonaws.com" } },
  ...{ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:objects" },
};
const graph = (change: object) => [
  queue("logs"),
  queueSetting("QueuePolicy", "logs", { policy: document({ ...allowed, ...change }) }),
];
const condition = (operator: string, key: string, value: unknown) =>
  graph({ Condition: { [operator]: { [key]: value } } });
const anyAccount = /statement Sender lets sns\.amazonaws\.com act for any AWS account/;

describePolicy(policy, {
  good: {
    "what sends is named": condition("ArnEquals", "aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:new-logs"),
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
