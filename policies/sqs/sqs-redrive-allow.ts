import { definePolicy } from "../policy";
import { queueType, redriveAllowOf, redrivePermission, sourcesOf } from "./queues";

export default definePolicy({
  id: "sqs-redrive-allow",
  title: "A dead-letter queue names the queues that may use it",
  rationale: "Any queue of the account could fill it, and hide what failed among what did not.",
  severity: "advisory",
  service: "sqs",
  fix: 'Add an aws.sqs.RedriveAllowPolicy with redrivePermission "byQueue" and sourceQueueArns.',
  example: `new aws.sqs.RedriveAllowPolicy("logs", {
  queueUrl: deadLetters.url,
  redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
});`,
  types: [queueType],
  scope: "stack",
  *check(queue, graph) {
    const allow = redriveAllowOf(queue, graph);
    if (allow === undefined) {
      if (sourcesOf(queue, graph).length > 0) yield "takes dead letters of any queue of the account";
      return;
    }
    const permission = redrivePermission(allow);
    if (permission !== "byQueue" && permission !== "denyAll") yield `takes dead letters by ${String(permission)}`;
  },
});
