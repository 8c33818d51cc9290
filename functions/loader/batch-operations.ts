import { ConfigurationError, DependencyError } from "../shared/errors";
import { asArray, asRecord, type JsonObject, text } from "../shared/values";
import { ObjectAccount } from "./account";
import { type BatchPorts, loadAccounts, settle } from "./batch";
import { decodeKey } from "./events";
import { encodeFollowUp } from "./follow-up";
import type { ObjectReference } from "./ports";
import { isSetAside } from "./rejected";
import { reportObject } from "./report";

/**
 * What S3 Batch Operations asks of a function, and what it is answered.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html
 */
export interface BatchOperationsEvent {
  readonly invocationSchemaVersion: string;
  readonly invocationId: string;
  readonly tasks: readonly unknown[];
}

type ResultCode = "Succeeded" | "TemporaryFailure" | "PermanentFailure";

interface TaskResult {
  readonly resultCode: ResultCode;
  /** A line of the job's report. */
  readonly resultString: string;
}

export interface BatchOperationsAnswer {
  readonly invocationSchemaVersion: string;
  readonly treatMissingKeysAs: ResultCode;
  readonly invocationId: string;
  readonly results: readonly (TaskResult & { readonly taskId: string })[];
}

const maximumResultLength = 1_000;

export function isBatchOperationsEvent(event: unknown): event is BatchOperationsEvent {
  const { invocationSchemaVersion, invocationId, tasks } = asRecord(event) ?? {};
  return typeof invocationSchemaVersion === "string" && typeof invocationId === "string" && Array.isArray(tasks);
}

/**
 * Loads the objects that a job of S3 Batch Operations names: as those of a queue, with the same ids, so that nothing is
 * loaded twice. What an invocation has no time for goes on in a message to the loader's queue. What fails for now is left
 * to the job, which tries again: in an outage of OpenSearch a backlog of years would hold up the queue.
 * @throws ConfigurationError for an event of a schema that is not known
 */
export async function loadTasks(
  { invocationSchemaVersion, invocationId, tasks }: BatchOperationsEvent,
  ports: BatchPorts,
): Promise<BatchOperationsAnswer> {
  if (invocationSchemaVersion !== "1.0" && invocationSchemaVersion !== "2.0") {
    throw new ConfigurationError(
      `The job's InvocationSchemaVersion is ${invocationSchemaVersion}; create it with 1.0 or 2.0`,
    );
  }
  const results: (TaskResult & { taskId: string })[] = [];
  // Batch Operations gives a function one task at a time.
  for (const task of asArray(tasks).map((item) => asRecord(item) ?? {})) {
    const taskId = text(task.taskId) ?? "";
    const { resultCode, resultString } = await loadTask(task, taskId, ports);
    results.push({ taskId, resultCode, resultString: resultString.slice(0, maximumResultLength) });
  }
  return { invocationSchemaVersion, treatMissingKeysAs: "TemporaryFailure", invocationId, results };
}

async function loadTask(task: JsonObject, taskId: string, ports: BatchPorts): Promise<TaskResult> {
  const references = referencesOf(task);
  const [first, second] = references;
  if (first === undefined) return { resultCode: "PermanentFailure", resultString: "the task names no bucket or key" };
  if (isSetAside(first, ports.aside.bucket)) {
    ports.metrics.count("EventsIgnored", 1);
    return { resultCode: "Succeeded", resultString: "left out: the loader itself wrote this" };
  }
  const started = ports.clock.now().getTime();
  let account = await loadReference(first, started, ports);
  if (account.outcome === "missing" && second !== undefined) account = await loadReference(second, started, ports);
  const result = await resultOf(account, started, ports);
  reportObject(account, taskId, started, ports);
  return result;
}

/**
 * The object of a task. Its key is percent-encoded, as in the manifest; manifests that others made may say otherwise,
 * so the key as it stands is the second guess.
 */
function referencesOf(task: JsonObject): ObjectReference[] {
  // Schema 2.0 names the bucket, 1.0 its ARN.
  const bucket = text(task.s3Bucket) ?? text(task.s3BucketArn)?.split(":").at(-1);
  const raw = task.s3Key;
  if (bucket === undefined || bucket === "" || typeof raw !== "string" || raw === "") return [];
  const versionId = text(task.s3VersionId);
  const version = versionId === undefined || versionId === "" || versionId === "null" ? {} : { versionId };
  const keys = new Set([decodeKey(raw) ?? raw, raw]);
  return [...keys].map((key) => ({ bucket, key, ...version }));
}

async function loadReference(reference: ObjectReference, started: number, ports: BatchPorts): Promise<ObjectAccount> {
  const account = new ObjectAccount(reference, undefined, started);
  await loadAccounts([account], ports);
  await settle(account, ports);
  return account;
}

async function resultOf(account: ObjectAccount, firstSeen: number, ports: BatchPorts): Promise<TaskResult> {
  const { left, failure } = account;
  if (failure === undefined && left !== undefined) {
    try {
      await ports.queue.send(encodeFollowUp({ objects: [left], parkings: 0, firstSeen }), 0);
      account.outcome = "continued";
      return { resultCode: "Succeeded", resultString: `${counted(account)}; the loader goes on with the rest` };
    } catch (error) {
      account.fail(error instanceof Error ? error : new DependencyError(String(error)));
    }
  }
  if (account.failure !== undefined) return { resultCode: "TemporaryFailure", resultString: account.failure.message };
  if (account.outcome === "missing") return { resultCode: "PermanentFailure", resultString: "the object is gone" };
  if (account.outcome === "quarantined") {
    return { resultCode: "PermanentFailure", resultString: `in quarantine: ${account.quarantineReason}` };
  }
  return { resultCode: "Succeeded", resultString: counted(account) };
}

function counted({ source = "unrecognised", received, indexed, duplicate, rejected, droppedTotal }: ObjectAccount) {
  return `${source}: received ${received} = indexed ${indexed} + duplicate ${duplicate} + rejected ${rejected} + dropped ${droppedTotal}`;
}
