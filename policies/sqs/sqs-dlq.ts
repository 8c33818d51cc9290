import { isGiven, type ResourceGraph, type ResourceNode } from "../graph";
import { definePolicy } from "../policy";
import { isUnknown, Undecided } from "../unknown";

const queueType = "aws:sqs/queue:Queue";
const redriveType = "aws:sqs/redrivePolicy:RedrivePolicy";
const redriveAllowType = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy";

/** Queue that a redrive policy (JSON text) sends to. @throws Undecided where it cannot be read */
function deadLetterArn(policy: unknown, owner: string): unknown {
  if (typeof policy !== "string" || policy === "") return undefined;
  try {
    return (JSON.parse(policy) as { deadLetterTargetArn?: unknown }).deadLetterTargetArn;
  } catch {
    throw new Undecided(`redrive policy of ${owner}, which is not JSON,`);
  }
}

/** Whether another queue sends its dead letters here, or this one says that it is made for that. */
function isDeadLetterQueue(queue: ResourceNode, graph: ResourceGraph): boolean {
  if (isGiven(queue, "redriveAllowPolicy") || graph.pointingAt(queue, redriveAllowType, "queueUrl").length > 0)
    return true;
  const arns: readonly unknown[] = [queue.arn, queue.props.arn];
  return graph.ofType(queueType, redriveType).some((source) => {
    const policy = source.props.redrivePolicy;
    if (source === queue || policy === undefined) return false;
    if (isUnknown(policy)) return (source.propertyDeps?.redrivePolicy ?? source.deps).includes(queue.urn);
    const arn = deadLetterArn(policy, source.name);
    return arn !== undefined && arns.includes(arn);
  });
}

/** Whether messages that nobody can handle go somewhere; where exactly may be unknown yet. */
function hasRedrive(queue: ResourceNode, graph: ResourceGraph): boolean {
  return graph.pointingAt(queue, redriveType, "queueUrl").length > 0 || isGiven(queue, "redrivePolicy");
}

export default definePolicy({
  id: "sqs-dlq",
  title: "Every queue sends messages that cannot be handled to a dead-letter queue",
  rationale:
    "A message that fails again and again blocks its batch and is at last deleted: its log object is lost silently.",
  severity: "mandatory",
  service: "sqs",
  frameworks: { "nist-800-53": ["AU-5", "SI-11"] },
  fix: "Set redrivePolicy of the queue to the ARN of a dead-letter queue, which itself has a redriveAllowPolicy.",
  types: [queueType],
  scope: "stack",
  *check(queue, graph) {
    if (hasRedrive(queue, graph) || isDeadLetterQueue(queue, graph)) return;
    yield "has no redrive policy and is no dead-letter queue of another";
  },
});
