import policy from "../../../policies/sqs/sqs-no-public";
import { UNKNOWN } from "../../../policies/unknown";
import { describePolicy, document, queue, queueSetting, resource } from "../support";

const send = { Sid: "Send", Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" };
const graph = (change: object) => [
  queue("logs"),
  queueSetting("QueuePolicy", "logs", { policy: document({ ...send, ...change }) }),
];

describePolicy(policy, {
  good: {
    "S3 may send": graph({ Principal: { Service: "s3.amazonaws.com" } }),
    "everyone may send for one bucket": graph({ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::archive" } } }),
    "a queue beside has no policy": [resource("aws:sqs/queue:Queue", "queue", {}), ...graph({ Effect: "Deny" })],
  },
  bad: {
    "everyone may send": { graph: graph({}), says: /statement Send allows sqs:sendmessage to everyone/ },
    "everyone may send for any bucket": {
      graph: graph({ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } } }),
      says: /to everyone/,
    },
    "the policy of the queue itself": {
      graph: [resource("aws:sqs/queue:Queue", "queue", { policy: document(send) })],
      says: /to everyone/,
    },
  },
  undecided: {
    "the document is unknown": [resource("aws:sqs/queuePolicy:QueuePolicy", "policy", { policy: UNKNOWN })],
  },
});
