import { counted } from "../../functions/shared/text/counted";
import { readPolicyDocument, type Statement } from "../../policies/policy-document";
import { covers, wildcardMatches } from "../../policies/statements";
import { error, type Finding, ok, warning } from "./findings";
import type { KeyFacts, MappingFacts, QueueFacts, QueueNotification } from "./ports";

const deploy = "Deploy again: pulumi up";

/** Whether each new object of a bucket is announced in the queue. */
export function checkNotification(bucket: string, found: readonly QueueNotification[], queueArn: string): Finding {
  const toQueue = found.filter((notification) => notification.queueArn === queueArn);
  if (toQueue.length === 0) {
    const others = found.map((notification) => notification.queueArn);
    const instead = others.length === 0 ? "nobody" : others.join(", ");
    return error(
      `${bucket} announces its objects to ${instead}, not to the loader's queue`,
      "Nothing of this bucket is loaded. A bucket has one notification configuration: look who changed it, then `pulumi refresh` and `pulumi up`",
    );
  }
  const created = toQueue.filter(({ events }) => events.some((event) => event.startsWith("s3:ObjectCreated:")));
  const all = created.some(({ events, filtered }) => events.includes("s3:ObjectCreated:*") && !filtered);
  if (all) return ok(`${bucket} announces its objects to the loader's queue`);
  return warning(`${bucket} announces only some of its objects to the loader's queue`, deploy);
}

/** Whether S3 may send what the buckets announce. */
export function checkQueuePolicy({ arn, policy }: QueueFacts, buckets: readonly string[]): Finding {
  const statements = policy === undefined ? [] : readPolicyDocument(policy);
  const refused = buckets.filter((bucket) => !letsS3(statements, "sqs:sendmessage", bucket));
  if (refused.length === 0) return ok("the queue's policy lets S3 send what the buckets announce");
  return error(`the queue's policy does not let S3 send for ${refused.join(", ")}: ${arn}`, deploy);
}

/** Whether S3 may encrypt messages, and the key works at all. */
export function checkQueueKey(keyId: string, { state, policy }: KeyFacts, buckets: readonly string[]): Finding {
  if (state !== "Enabled") {
    return error(
      `the key of archive and queue is ${state}: ${keyId}`,
      "S3 drops the notifications of new objects: enable the key (or cancel its deletion) now, then have what came meanwhile loaded: `siem backfill`",
    );
  }
  const statements = readPolicyDocument(policy);
  const needed = ["kms:decrypt", "kms:generatedatakey"];
  const refused = buckets.filter((bucket) => !needed.every((action) => letsS3(statements, action, bucket)));
  if (refused.length === 0) return ok("the key is enabled and lets S3 encrypt messages");
  return error(`the key's policy does not let S3 encrypt messages of ${refused.join(", ")}`, deploy);
}

function letsS3(statements: readonly Statement[], action: string, bucket: string): boolean {
  return statements.some(({ effect, principals, actions, conditions }) => {
    if (effect !== "Allow" || principals?.services.includes("s3.amazonaws.com") !== true) return false;
    const sources = conditions.filter(({ key }) => key === "aws:sourcearn").flatMap(({ values }) => values);
    const covered = sources.length === 0 || sources.some((source) => matchesBucket(source, bucket));
    return covers(actions, action) && covered;
  });
}

/** Of any partition. */
function matchesBucket(source: string, bucket: string): boolean {
  return wildcardMatches(source.split(":").slice(5).join(":"), bucket);
}

/** Whether a message that cannot be loaded is kept, and long enough. */
export function checkRedrive(queue: QueueFacts, deadLetters: QueueFacts): Finding {
  const target: unknown = queue.redrivePolicy === undefined ? undefined : JSON.parse(queue.redrivePolicy);
  const arn =
    typeof target === "object" && target !== null && "deadLetterTargetArn" in target
      ? target.deadLetterTargetArn
      : undefined;
  if (arn !== deadLetters.arn) return error("the queue has not this dead-letter queue: what fails is lost", deploy);
  if (deadLetters.retention <= queue.retention) {
    return warning("dead letters are not kept longer than messages of the queue", deploy);
  }
  return ok("what cannot be loaded goes to the dead-letter queue");
}

export function checkDeadLetters({ waiting, inFlight }: QueueFacts): Finding {
  if (waiting + inFlight === 0) return ok("there are no dead letters");
  return error(
    counted(
      waiting + inFlight,
      "message is a dead letter: its object is not loaded",
      "messages are dead letters: their objects are not loaded",
    ),
    "`siem dlq list` says which and probably why; once that is mended, `siem dlq redrive` has them loaded",
  );
}

/** More is a backlog that somebody should know of. */
const manyMessages = 10_000;

export function checkBacklog({ waiting, inFlight }: QueueFacts): Finding {
  const says = `${counted(waiting, "object waits", "objects wait")}, ${counted(inFlight, "is", "are")} being loaded`;
  if (waiting < manyMessages) return ok(says);
  return warning(
    says,
    "Look at the loader's errors and at the search domain's load; siem:loaderConcurrency sets the pace",
  );
}

export function checkMapping(mappings: readonly MappingFacts[], reservedConcurrency: number | undefined): Finding {
  const [mapping] = mappings;
  if (mapping === undefined) return error("nothing gives the queue's messages to the loader", deploy);
  const { state, responseTypes, maximumConcurrency } = mapping;
  if (!["Enabled", "Enabling", "Updating", "Creating"].includes(state)) {
    return error(
      `the loader's event source mapping is ${state}: messages wait`,
      "Enable it (or `pulumi refresh` and `pulumi up`); messages are kept for days",
    );
  }
  if (!responseTypes.includes("ReportBatchItemFailures")) {
    return error("the mapping does not take partial answers: one bad message has its whole batch loaded again", deploy);
  }
  if (reservedConcurrency === 0) {
    return error(
      "the loader may not run: its reserved concurrency is 0",
      "Somebody stopped it; `pulumi up` lets it run",
    );
  }
  if (
    maximumConcurrency !== undefined &&
    reservedConcurrency !== undefined &&
    maximumConcurrency > reservedConcurrency
  ) {
    return warning(
      `the mapping starts ${counted(maximumConcurrency, "loader")} and ${counted(reservedConcurrency, "is", "are")} reserved`,
      deploy,
    );
  }
  return ok("the queue's messages go to the loader, which answers for each of them");
}
