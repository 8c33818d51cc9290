import { isGiven, type ResourceGraph, type ResourceNode, read } from "../graph";
import { isUnknown, Undecided } from "../unknown";

export const queueType = "aws:sqs/queue:Queue";
export const queuePolicyType = "aws:sqs/queuePolicy:QueuePolicy";
export const redriveType = "aws:sqs/redrivePolicy:RedrivePolicy";
const redriveAllowType = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy";

/** A redrive policy or redrive allow policy, as text or object. @throws Undecided where it is unknown or no JSON */
function members(policy: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof policy === "object" && policy !== null) return policy as Readonly<Record<string, unknown>>;
  try {
    return JSON.parse(String(policy)) as Readonly<Record<string, unknown>>;
  } catch {
    throw new Undecided(`${what}, which is not JSON,`);
  }
}

/** The redrive policy of a queue, as a resource that may be inside of it; undefined where it has none. */
export function redriveOf(queue: ResourceNode, graph: ResourceGraph): ResourceNode | undefined {
  return graph.pointingAt(queue, redriveType, "queueUrl").find((redrive) => isGiven(redrive, "redrivePolicy"));
}

/** The queue that a redrive policy sends to; undefined where it is none of the stack. @throws Undecided */
function deadLetterQueue(redrive: ResourceNode, graph: ResourceGraph): ResourceNode | undefined {
  const policy = redrive.props.redrivePolicy;
  // What the owner of the policy was made from names the dead-letter queue where its text is unknown.
  const arn = isUnknown(policy) ? policy : members(policy, `redrive policy of ${redrive.name}`).deadLetterTargetArn;
  return graph.targetOf(arn, redrive, "redrivePolicy", queueType);
}

/** Times that a message may be received before it is a dead letter. @throws Undecided */
export function maxReceiveCount(redrive: ResourceNode): number {
  return Number(members(read(redrive, "redrivePolicy"), `redrive policy of ${redrive.name}`).maxReceiveCount);
}

/** What a queue says of who may send dead letters to it; undefined where it says nothing. */
export function redriveAllowOf(queue: ResourceNode, graph: ResourceGraph): ResourceNode | undefined {
  return graph.pointingAt(queue, redriveAllowType, "queueUrl").find((allow) => isGiven(allow, "redriveAllowPolicy"));
}

/** `allowAll`, `denyAll` or `byQueue`. @throws Undecided */
export function redrivePermission(allow: ResourceNode): unknown {
  return members(read(allow, "redriveAllowPolicy"), `redrive allow policy of ${allow.name}`).redrivePermission;
}

/** The queues that send their dead letters to a queue. @throws Undecided where one may */
export function sourcesOf(queue: ResourceNode, graph: ResourceGraph): ResourceNode[] {
  return graph.ofType(redriveType).flatMap((redrive) => {
    if (!isGiven(redrive, "redrivePolicy") || deadLetterQueue(redrive, graph) !== queue) return [];
    return graph.target(redrive, "queueUrl", queueType) ?? [];
  });
}

/** Whether another queue sends its dead letters here, or this one says that it is made for that. */
export function isDeadLetterQueue(queue: ResourceNode, graph: ResourceGraph): boolean {
  return redriveAllowOf(queue, graph) !== undefined || sourcesOf(queue, graph).length > 0;
}
