import { definePolicy } from "../policy";
import { maxReceiveCount, redriveType } from "./queues";

const minimum = 5;

export default definePolicy({
  id: "sqs-max-receive-count",
  title: "A message is tried five times before it is a dead letter",
  rationale:
    "Lambda receives messages of a throttled function again: with fewer tries a busy hour makes dead letters of good messages.",
  severity: "advisory",
  service: "sqs",
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  fix: `Set maxReceiveCount of the redrive policy to at least ${minimum}.`,
  example: `new aws.sqs.Queue("logs", {
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
});`,
  types: [redriveType],
  scope: "resource",
  *check(redrive) {
    const count = maxReceiveCount(redrive);
    if (!(count >= minimum)) yield `makes dead letters after ${count} tries`;
  },
});
