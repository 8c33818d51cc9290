import policy from "../../../policies/sqs/sqs-tls-only";
import { describePolicy, document, queue, queueArn, queueSetting, UNKNOWN } from "../support";

const deny = {
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: queueArn("logs"),
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const withPolicy = (...statements: Record<string, unknown>[]) => [
  queue("logs"),
  queueSetting("QueuePolicy", "logs", { policy: document(...statements) }),
];

describePolicy(policy, {
  good: {
    "everyone is refused": withPolicy(deny),
    "everything is named": withPolicy({
      ...deny,
      Principal: { AWS: "*" },
      Action: ["SQS:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
    }),
  },
  bad: {
    "no policy": { graph: [queue("logs")], says: /without TLS/ },
    "sending only": { graph: withPolicy({ ...deny, Action: "sqs:SendMessage" }), says: /without TLS/ },
    "one principal only": {
      graph: withPolicy({ ...deny, Principal: { Service: "s3.amazonaws.com" } }),
      says: /without TLS/,
    },
  },
  undecided: { "the document is unknown": [queue("logs", { policy: UNKNOWN })] },
});
