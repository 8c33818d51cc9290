import policy from "../../../policies/sqs/sqs-redrive-allow";
import { describePolicy, queue, queueArn, queueSetting, UNKNOWN } from "../support";

const redrive = queueSetting("RedrivePolicy", "logs", {
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 5 }),
});
const allow = (redrivePermission: unknown) =>
  queueSetting("RedriveAllowPolicy", "dead", {
    redriveAllowPolicy: JSON.stringify({ redrivePermission, sourceQueueArns: [queueArn("logs")] }),
  });

describePolicy(policy, {
  good: {
    "by queue": [queue("logs"), queue("dead"), redrive, allow("byQueue")],
    "a queue that takes no dead letters": [queue("logs")],
  },
  bad: {
    "nothing is said": { graph: [queue("logs"), queue("dead"), redrive], says: /of any queue of the account/ },
    "all are allowed": { graph: [queue("logs"), queue("dead"), redrive, allow("allowAll")], says: /by allowAll/ },
  },
  undecided: {
    "who is allowed is unknown": [queue("dead", { redriveAllowPolicy: UNKNOWN })],
  },
});
