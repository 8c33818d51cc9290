import policy from "../../../policies/sqs/sqs-max-receive-count";
import { describePolicy, queue, queueArn, queueSetting, UNKNOWN } from "../support";

const tries = (maxReceiveCount: unknown) => [
  queue("logs"),
  queueSetting("RedrivePolicy", "logs", {
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount }),
  }),
];

describePolicy(policy, {
  good: { "five times": tries(5), "ten times, as a text": tries("10") },
  bad: {
    once: { graph: tries(1), says: /after 1 tries/ },
    "four times": { graph: tries(4), says: /after 4 tries/ },
  },
  undecided: { "the policy is unknown": [queue("logs", { redrivePolicy: UNKNOWN })] },
});
