import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { ConfigurationError } from "../functions/shared/errors";
import { emulatorClient } from "./aws-emulator";
import { type Archive, deliverFile } from "./delivery";
import { readMappings } from "./event-pump/mapping";
import { type MessageQueue, sqsQueue } from "./event-pump/queue";
import { accountingIn, type ObjectAccounting } from "./object-accounting";
import type { Progress } from "./progress";
import type { StageAddresses } from "./stage-record";
import { whileServersRun } from "./stage-servers";

export interface Delivery {
  readonly file: string;
  readonly key: string;
}

/** After the queue has become empty, the log of the function may be a moment late. */
const LOG_GRACE_MILLISECONDS = 2000;
/** After this time without news, a line says what is waited for. */
const SILENCE_MILLISECONDS = 15_000;

/**
 * Delivers files to the archive of a running stage and waits until its loader has accounted for each. The result has one
 * entry per delivery, in order; undefined where the loader gave up. Throws `DependencyError` when a server of the stage
 * has ended or does not answer.
 */
export async function deliverFiles(
  stage: StageAddresses,
  stateFolder: string,
  deliveries: readonly Delivery[],
  progress: Progress,
): Promise<(ObjectAccounting | undefined)[]> {
  const log = new LogFollower(join(stateFolder, "logs", `${textOutput(stage, "loaderFunctionName")}.log`));
  const client = emulatorClient(stage.awsEndpoint, stage.region);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  try {
    const archive: Archive = {
      s3,
      sqs,
      region: stage.region,
      bucket: textOutput(stage, "archiveBucketName"),
      queueUrl: textOutput(stage, "queueUrl"),
    };
    return await whileServersRun(stage, async (stopped) => {
      for (const { file, key } of deliveries) await deliverFile(archive, file, key);
      const mappings = await readMappings(stateFolder);
      const queues = await Promise.all(mappings.map(({ EventSourceArn }) => sqsQueue(sqs, EventSourceArn)));
      const found = await accountings(log, new Set(deliveries.map(({ key }) => key)), queues, progress, stopped);
      return deliveries.map(({ key }) => found.get(key));
    });
  } finally {
    s3.destroy();
    sqs.destroy();
  }
}

async function accountings(
  log: LogFollower,
  keys: ReadonlySet<string>,
  queues: readonly MessageQueue[],
  progress: Progress,
  stopped: AbortSignal,
): Promise<Map<string, ObjectAccounting>> {
  const found = new Map<string, ObjectAccounting>();
  let emptySince: number | undefined;
  let lastNews = Date.now();
  for (;;) {
    stopped.throwIfAborted();
    for (const line of log.newLines()) {
      const accounting = accountingIn(line);
      if (accounting === undefined || !keys.has(accounting.key)) continue;
      found.set(accounting.key, accounting);
      lastNews = Date.now();
    }
    if (found.size === keys.size) return found;
    const depths = await Promise.all(queues.map((queue) => queue.depth()));
    emptySince = depths.every((depth) => depth === 0) ? (emptySince ?? Date.now()) : undefined;
    if (emptySince !== undefined && Date.now() - emptySince > LOG_GRACE_MILLISECONDS) return found;
    if (Date.now() - lastNews > SILENCE_MILLISECONDS) {
      progress(`waiting for the loader: ${found.size} of ${keys.size} files accounted for; its log: ${log.file}`);
      lastNews = Date.now();
    }
    await sleep(200);
  }
}

function textOutput({ outputs }: StageAddresses, name: string): string {
  const value = outputs[name];
  if (typeof value !== "string") throw new ConfigurationError(`The stack of the local stage has no output ${name}`);
  return value;
}

/** Reads the lines that are added to a file after it was made. */
class LogFollower {
  #position: number;
  #rest = "";

  constructor(readonly file: string) {
    this.#position = this.#size();
  }

  newLines(): string[] {
    if (this.#size() <= this.#position) return [];
    const content = readFileSync(this.file);
    const text = this.#rest + content.subarray(this.#position).toString("utf8");
    this.#position = content.length;
    const lines = text.split("\n");
    this.#rest = lines.pop() ?? "";
    return lines;
  }

  #size(): number {
    return statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
  }
}
