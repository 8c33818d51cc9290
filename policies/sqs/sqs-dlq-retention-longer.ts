import { readNumber } from "../graph";
import { definePolicy } from "../policy";
import { queueType, sourcesOf } from "./queues";

// Of SQS, where the program says nothing; and the longest that it takes.
const defaultRetentionSeconds = 345_600;

export default definePolicy({
  id: "sqs-dlq-retention-longer",
  title: "A dead-letter queue keeps messages for longer than the queues that send to it",
  rationale:
    "A message's age counts from when it was first sent: one that was retried for long is deleted from the dead-letter queue before anybody looks.",
  severity: "mandatory",
  service: "sqs",
  fix: "Set messageRetentionSeconds of the dead-letter queue to 1209600 (14 days).",
  example: `new aws.sqs.Queue("logs-dead-letters", { messageRetentionSeconds: 1_209_600 });`,
  types: [queueType],
  scope: "stack",
  *check(queue, graph) {
    const retention = (of: typeof queue) => readNumber(of, "messageRetentionSeconds", defaultRetentionSeconds);
    for (const source of sourcesOf(queue, graph)) {
      if (retention(queue) <= retention(source))
        yield `keeps dead letters for ${retention(queue)} s, but ${source.name} keeps messages for ${retention(source)} s`;
    }
  },
});
