import policy from "../../../policies/sqs/sqs-dlq-retention-longer";
import { describePolicy, queue, queueArn, queueSetting, UNKNOWN } from "../support";

const redrive = queueSetting("RedrivePolicy", "logs", {
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 5 }),
});
const pair = (source: unknown, dead: unknown) => [
  queue("logs", { messageRetentionSeconds: source }),
  queue("dead", { messageRetentionSeconds: dead }),
  redrive,
];

describePolicy(policy, {
  good: {
    "14 days after 4": pair(345_600, 1_209_600),
    "SQS's default, then 14 days": pair(undefined, 1_209_600),
    "a queue alone": [queue("logs")],
  },
  bad: {
    "both have the default": {
      graph: pair(undefined, undefined),
      says: /for 345600 s, but logs keeps messages for 345600 s/,
    },
    "the dead letters go sooner": { graph: pair(1_209_600, 60), says: /for 60 s/ },
  },
  undecided: { "the retention is unknown": pair(UNKNOWN, 1_209_600) },
});
