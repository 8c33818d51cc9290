import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { whyUnreadable } from "../cli/log-file";
import { S3SetAsideFiles } from "../cli/rescue/adapters/s3-files";
import { refusedOf } from "../cli/rescue/read-set-aside";
import { ConfigurationError } from "../functions/shared/errors";
import { asRecord } from "../functions/shared/values";
import { emulatorClient } from "./aws-emulator";
import { type Archive, deliverContent, readContent } from "./delivery";
import { readMappings } from "./event-pump/mapping";
import { type MessageQueue, sqsQueue } from "./event-pump/queue";
import { describeWaiting, type LoadReport, type LoadResult } from "./load-report";
import { ObjectAccountings, type ObjectVersion } from "./object-accounting";
import type { Progress } from "./progress";
import type { StageAddresses } from "./stage-record";
import { assertServersRun, whileServersRun } from "./stage-servers";

export interface Delivery {
  readonly file: string;
  readonly key: string;
}

/** After the queue has become empty, the log of the function may be a moment late. */
const LOG_GRACE_MILLISECONDS = 2000;
/** After this time without news, a line says what is waited for. */
const SILENCE_MILLISECONDS = 15_000;

/**
 * Delivers files to the archive of a running stage and waits until its loader has accounted for each, or has given it up.
 * There is one result per delivery, in order; one that cannot be delivered keeps none of the others. Throws
 * `DependencyError` when a server of the stage has ended or does not answer.
 */
export async function deliverFiles(
  stage: StageAddresses,
  stateFolder: string,
  deliveries: readonly Delivery[],
  progress: Progress,
): Promise<LoadReport> {
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
      const delivered: Delivered[] = [];
      const first = new Map<string, FirstDelivery>();
      for (const delivery of deliveries) delivered.push(await deliver(archive, delivery, first, stage));
      const mappings = await readMappings(stateFolder);
      const queues = await Promise.all(mappings.map(({ EventSourceArn }) => sqsQueue(sqs, EventSourceArn)));
      const objects = [...first.values()].map(({ object }) => object);
      const accountings = new ObjectAccountings(objects);
      await accountedFor(objects, accountings, log, queues, progress, stopped);
      const results = delivered.map((each) => {
        if (each.kind === "failed") return each;
        const { object, ...rest } = each;
        return { ...rest, accounting: accountings.of(object), reason: accountings.reason(object) };
      });
      const refused = objects.filter((object) => (accountings.of(object)?.rejected ?? 0) > 0);
      const files = new S3SetAsideFiles(s3, archive.bucket);
      return { results, refused: refused.length === 0 ? [] : (await refusedOf(files, refused)).rows };
    });
  } finally {
    s3.destroy();
    sqs.destroy();
  }
}

interface FirstDelivery {
  readonly file: string;
  readonly object: ObjectVersion;
}

/** A delivery whose object is not accounted for yet. */
type Delivered =
  | Extract<LoadResult, { kind: "failed" }>
  | { readonly kind: "delivered"; readonly object: ObjectVersion }
  | { readonly kind: "same"; readonly as: string; readonly object: ObjectVersion };

/** @param first the files delivered so far, by key and content. */
async function deliver(
  archive: Archive,
  { file, key }: Delivery,
  first: Map<string, FirstDelivery>,
  stage: StageAddresses,
): Promise<Delivered> {
  try {
    const content = await readContent(file, key);
    const name = JSON.stringify([key, content.eTag]);
    const earlier = first.get(name);
    if (earlier !== undefined) return { kind: "same", as: earlier.file, object: earlier.object };
    const object = await deliverContent(archive, content);
    first.set(name, { file, object });
    return { kind: "delivered", object };
  } catch (error) {
    // Without a server none of the files can be delivered.
    await assertServersRun(stage);
    return { kind: "failed", reason: whyNotDelivered(file, error) };
  }
}

function whyNotDelivered(file: string, error: unknown): string {
  const unreadable = whyUnreadable(file, error);
  if (unreadable !== undefined) return unreadable;
  const status = asRecord(asRecord(error)?.$metadata)?.httpStatusCode;
  const [said = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  const how = typeof status === "number" ? `HTTP ${status}` : said;
  return `the AWS emulator does not take an object of this key (${how}); deliver it alone, under another one: --key`;
}

/** Waits until each object is accounted for, or no message is left that could bring it. */
async function accountedFor(
  objects: readonly ObjectVersion[],
  accountings: ObjectAccountings,
  log: LogFollower,
  queues: readonly MessageQueue[],
  progress: Progress,
  stopped: AbortSignal,
): Promise<void> {
  let emptySince: number | undefined;
  let lastNews = Date.now();
  let saidReason: string | undefined;
  for (;;) {
    stopped.throwIfAborted();
    for (const line of log.newLines()) if (accountings.hear(line) !== undefined) lastNews = Date.now();
    if (objects.every((object) => accountings.isWhole(object))) return;
    const depths = await Promise.all(queues.map((queue) => queue.depth()));
    emptySince = depths.every((depth) => depth === 0) ? (emptySince ?? Date.now()) : undefined;
    if (emptySince !== undefined && Date.now() - emptySince > LOG_GRACE_MILLISECONDS) return;
    const reason = objects.map((object) => accountings.reason(object)).find((each) => each !== undefined);
    if ((reason !== undefined && reason !== saidReason) || Date.now() - lastNews > SILENCE_MILLISECONDS) {
      progress(`${describeWaiting(objects, accountings)}; its log: ${log.file}`);
      saidReason = reason;
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

  constructor(readonly file: string) {
    this.#position = this.#size();
  }

  newLines(): string[] {
    if (this.#size() <= this.#position) return [];
    const content = readFileSync(this.file);
    // The last line may still be written, in the middle of a character.
    const end = content.lastIndexOf("\n") + 1;
    const lines = content.subarray(this.#position, Math.max(this.#position, end)).toString("utf8").split("\n");
    this.#position = Math.max(this.#position, end);
    return lines;
  }

  #size(): number {
    return statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
  }
}
