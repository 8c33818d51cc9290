import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { DependencyError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import type { InvocationResult } from "../lambda/execution-environment";
import { failedMessageIds } from "./batch-response";
import type { EventSourceMapping } from "./mapping";
import type { MessageQueue, QueueMessage } from "./queue";

/** Between two looks into an empty queue. */
const POLL_MILLISECONDS = 100;

export interface EventPumpOptions {
  readonly mapping: EventSourceMapping;
  readonly queue: MessageQueue;
  readonly region: string;
  readonly invoke: (functionName: string, event: unknown) => Promise<InvocationResult>;
  /** What the emulator leaves out of a message's body. Default: nothing. */
  readonly complete?: (body: string) => Promise<string>;
  /** Upper limit of how many batches run at once, below the mapping's own. Default: the number of processors. */
  readonly concurrency?: number;
  /** Upper limit of the mapping's batching window in seconds; nobody waits minutes for the last batch of a demo. Default: none. */
  readonly longestWindowSeconds?: number;
  /** When a failed message comes back, in seconds. Default: as on AWS, when the queue's visibility time-out is over. */
  readonly retryAfterSeconds?: number;
  /** Hears of every failed invocation or message, and of a queue that cannot be read. */
  readonly onFailure?: (what: string) => void;
}

/** What was left when the queue had become empty. */
export interface IdleReport {
  readonly deadLetters: number;
}

/**
 * Does for a queue and a function what Lambda's event source mapping does: collects batches, invokes, deletes what was
 * processed and leaves the rest to the queue, whose redrive policy decides how often it comes back.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export class EventPump {
  readonly #options: EventPumpOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #failed = new Map<string, QueueMessage>();
  #loop: Promise<void> | undefined;
  #stopped = false;

  constructor(options: EventPumpOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop ??= this.#options.mapping.Enabled ? this.#pump() : Promise.resolve();
  }

  /** Takes no more messages; resolves when the running invocations have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop;
    await Promise.all(this.#running);
  }

  /** Makes all failed messages visible at once. */
  async retryFailed(): Promise<void> {
    const messages = [...this.#failed.values()];
    this.#failed.clear();
    // One whose visibility time-out is over by now cannot, and need not, be released.
    await Promise.all(messages.map((message) => this.#options.queue.release(message, 0).catch(() => undefined)));
  }

  /**
   * Resolves when the queue is empty and nothing runs. Throws `DependencyError` when `timeoutSeconds` (default 600) are
   * over before that.
   */
  async waitUntilIdle({ timeoutSeconds = 600 }: { timeoutSeconds?: number } = {}): Promise<IdleReport> {
    const { queue, mapping } = this.#options;
    const deadline = Date.now() + timeoutSeconds * 1000;
    for (;;) {
      // A message is in the queue until it is deleted, so an empty queue has no running batch that could fail.
      const left = await queue.depth();
      if (left === 0 && this.#running.size === 0) return { deadLetters: await queue.deadLetters() };
      if (Date.now() > deadline) {
        throw new DependencyError(
          `${counted(left, "message is", "messages are")} still in ${mapping.EventSourceArn} after ${timeoutSeconds} s, ${this.#failed.size} of them failed and wait to be visible again`,
        );
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  async #pump(): Promise<void> {
    const { mapping, concurrency = availableParallelism(), onFailure } = this.#options;
    const limit = Math.max(1, Math.min(concurrency, mapping.ScalingConfig?.MaximumConcurrency ?? concurrency));
    while (!this.#stopped) {
      try {
        const batch = await this.#collect();
        if (batch.length === 0) await sleep(POLL_MILLISECONDS);
        else this.#run(batch);
      } catch (error) {
        onFailure?.(`the queue could not be read: ${messageOf(error)}`);
        await sleep(1000);
      }
      while (this.#running.size >= limit) await Promise.race(this.#running);
    }
  }

  /** A batch of the mapping's size, or what there is when its window is over; empty when there is nothing. */
  async #collect(): Promise<QueueMessage[]> {
    const { mapping, queue, longestWindowSeconds = Number.POSITIVE_INFINITY } = this.#options;
    const windowSeconds = Math.min(mapping.MaximumBatchingWindowInSeconds, longestWindowSeconds);
    const batch = await queue.receive(Math.min(mapping.BatchSize, 10));
    if (batch.length === 0) return batch;
    const end = Date.now() + windowSeconds * 1000;
    while (batch.length < mapping.BatchSize && !this.#stopped) {
      const more = await queue.receive(Math.min(mapping.BatchSize - batch.length, 10));
      batch.push(...more);
      if (more.length > 0) continue;
      if (Date.now() >= end) break;
      await sleep(Math.min(POLL_MILLISECONDS, Math.max(0, end - Date.now())));
    }
    return batch;
  }

  #run(batch: readonly QueueMessage[]): void {
    const running = this.#process(batch)
      .catch((error: unknown) => this.#options.onFailure?.(messageOf(error)))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #process(batch: readonly QueueMessage[]): Promise<void> {
    const { mapping, queue, invoke, retryAfterSeconds, onFailure } = this.#options;
    const event = { Records: await Promise.all(batch.map((message) => this.#record(message))) };
    for (const { messageId } of batch) this.#failed.delete(messageId);
    const result = await invoke(mapping.FunctionName, event).catch(
      (error: unknown): InvocationResult => ({
        kind: "failed",
        error: { errorType: "LocalStage", errorMessage: messageOf(error) },
      }),
    );
    if (result.kind === "failed") {
      onFailure?.(`${mapping.FunctionName} failed: ${result.error.errorType}: ${result.error.errorMessage}`);
    }
    const failedIds = failedMessageIds(
      result,
      batch.map(({ messageId }) => messageId),
      mapping.FunctionResponseTypes.includes("ReportBatchItemFailures"),
    );
    const failed = batch.filter(({ messageId }) => failedIds.includes(messageId));
    await queue.delete(batch.filter((message) => !failed.includes(message)));
    for (const message of failed) {
      if (result.kind === "returned")
        onFailure?.(`${mapping.FunctionName} reported message ${message.messageId} as failed`);
      this.#failed.set(message.messageId, message);
      if (retryAfterSeconds !== undefined) await queue.release(message, retryAfterSeconds);
    }
  }

  async #record(message: QueueMessage): Promise<Readonly<Record<string, unknown>>> {
    const { mapping, region, complete = (body: string) => Promise.resolve(body) } = this.#options;
    const body = await complete(message.body);
    return {
      ...message,
      body,
      md5OfBody: createHash("md5").update(body).digest("hex"),
      eventSource: "aws:sqs",
      eventSourceARN: mapping.EventSourceArn,
      awsRegion: region,
    };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
