import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { EventSourceMapping } from "../../local/event-pump/mapping";
import { EventPump, type EventPumpOptions } from "../../local/event-pump/pump";
import type { MessageQueue, QueueMessage } from "../../local/event-pump/queue";
import type { InvocationResult } from "../../local/lambda/execution-environment";

/** A queue in memory: what is received stays invisible until it is released or deleted. */
class FakeQueue implements MessageQueue {
  readonly receives = new Map<string, number>();
  readonly #visible: QueueMessage[] = [];
  readonly #inFlight = new Map<string, QueueMessage>();
  readonly #deadLetters: QueueMessage[] = [];

  constructor(
    bodies: readonly string[],
    private readonly maxReceiveCount = Number.POSITIVE_INFINITY,
  ) {
    for (const body of bodies) this.add(body);
  }

  add(body: string): void {
    this.#visible.push({ messageId: body, receiptHandle: body, body, attributes: {}, messageAttributes: {} });
  }

  receive(limit: number): Promise<QueueMessage[]> {
    assert.ok(limit >= 1 && limit <= 10, `SQS gives 1 to 10 messages at once, not ${limit}`);
    const received: QueueMessage[] = [];
    while (received.length < limit) {
      const message = this.#visible.shift();
      if (message === undefined) break;
      const count = (this.receives.get(message.messageId) ?? 0) + 1;
      if (count > this.maxReceiveCount) {
        this.#deadLetters.push(message);
        continue;
      }
      this.receives.set(message.messageId, count);
      this.#inFlight.set(message.messageId, message);
      received.push(message);
    }
    return Promise.resolve(received);
  }

  delete(messages: readonly QueueMessage[]): Promise<void> {
    for (const { messageId } of messages) this.#inFlight.delete(messageId);
    return Promise.resolve();
  }

  async release(message: QueueMessage, afterSeconds: number): Promise<void> {
    await sleep(afterSeconds * 1000);
    if (this.#inFlight.delete(message.messageId)) this.#visible.push(message);
  }

  depth(): Promise<number> {
    return Promise.resolve(this.#visible.length + this.#inFlight.size);
  }

  deadLetters(): Promise<number> {
    return Promise.resolve(this.#deadLetters.length);
  }
}

interface SqsEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string; readonly eventSourceARN: string }[];
}

const mapping: EventSourceMapping = {
  UUID: "3f6c0d0e-0000-4000-8000-000000000000",
  EventSourceArn: "arn:aws:sqs:eu-west-1:111122223333:logs",
  FunctionName: "loader",
  Enabled: true,
  BatchSize: 10,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: ["ReportBatchItemFailures"],
};

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `m${index}`);

describe("the event pump", () => {
  let pump: EventPump | undefined;
  afterEach(() => pump?.stop());

  function start(
    queue: MessageQueue,
    invoke: (event: SqsEvent) => Promise<unknown>,
    options: Partial<EventPumpOptions> = {},
  ) {
    const run = async (_name: string, event: unknown): Promise<InvocationResult> => {
      try {
        return { kind: "returned", payload: await invoke(event as SqsEvent) };
      } catch (error) {
        return { kind: "failed", error: { errorType: "Error", errorMessage: String(error) } };
      }
    };
    pump = new EventPump({ mapping, queue, region: "eu-west-1", invoke: run, ...options });
    pump.start();
    return pump;
  }

  it("hands over batches of at most the deployed size and deletes what was processed", async () => {
    const batches: string[][] = [];
    const queue = new FakeQueue(names(25));
    const running = start(queue, (event) => {
      batches.push(event.Records.map(({ body }) => body));
      return Promise.resolve({ batchItemFailures: [] });
    });
    assert.deepEqual(await running.waitUntilIdle({ timeoutSeconds: 5 }), { deadLetters: 0 });
    assert.deepEqual(
      batches.map(({ length }) => length),
      [10, 10, 5],
    );
    assert.deepEqual(batches.flat().sort(), names(25).sort());
  });

  it("collects a batch larger than one receive, for as long as the window is", async () => {
    const sizes: number[] = [];
    const queue = new FakeQueue(names(12));
    setTimeout(() => queue.add("late"), 150);
    const running = start(
      queue,
      (event) => {
        sizes.push(event.Records.length);
        return Promise.resolve(null);
      },
      { mapping: { ...mapping, BatchSize: 100, MaximumBatchingWindowInSeconds: 60 }, longestWindowSeconds: 0.5 },
    );
    await running.waitUntilIdle({ timeoutSeconds: 5 });
    assert.deepEqual(sizes, [13]);
  });

  it("gives the function the records that Lambda gives for a queue", async () => {
    let record: SqsEvent["Records"][number] | undefined;
    const running = start(
      new FakeQueue(["body"]),
      (event) => {
        record = event.Records[0];
        return Promise.resolve(undefined);
      },
      { complete: (body) => Promise.resolve(`${body}, completed`) },
    );
    await running.waitUntilIdle({ timeoutSeconds: 5 });
    assert.deepEqual(record, {
      messageId: "body",
      receiptHandle: "body",
      body: "body, completed",
      attributes: {},
      messageAttributes: {},
      md5OfBody: "43cb70d4558f79632943bd9b84c4e726",
      eventSource: "aws:sqs",
      eventSourceARN: mapping.EventSourceArn,
      awsRegion: "eu-west-1",
    });
  });

  it("brings back only the messages that were reported as failed", async () => {
    const queue = new FakeQueue(names(3));
    const failures: string[] = [];
    let first = true;
    const running = start(
      queue,
      () => {
        const answer = { batchItemFailures: first ? [{ itemIdentifier: "m1" }] : [] };
        first = false;
        return Promise.resolve(answer);
      },
      { retryAfterSeconds: 0, onFailure: (what) => failures.push(what) },
    );
    await running.waitUntilIdle({ timeoutSeconds: 5 });
    assert.deepEqual(Object.fromEntries(queue.receives), { m0: 1, m1: 2, m2: 1 });
    assert.deepEqual(failures, ["loader reported message m1 as failed"]);
  });

  it("leaves a failed message invisible until it is told to retry", async () => {
    const queue = new FakeQueue(["m0"]);
    let calls = 0;
    const running = start(queue, () => (++calls === 1 ? Promise.reject(new Error("down")) : Promise.resolve({})));
    await assert.rejects(
      running.waitUntilIdle({ timeoutSeconds: 0.4 }),
      /1 message is still in .*:logs after 0.4 s, 1 of them failed and wait/,
    );
    assert.equal(calls, 1);
    await running.retryFailed();
    await running.waitUntilIdle({ timeoutSeconds: 5 });
    assert.equal(calls, 2);
  });

  it("leaves it to the queue to give up on a message, and counts it as a dead letter", async () => {
    const queue = new FakeQueue(["poison", "good"], 3);
    const running = start(
      queue,
      (event) => {
        const poison = event.Records.filter(({ messageId }) => messageId === "poison");
        return Promise.resolve({ batchItemFailures: poison.map(({ messageId }) => ({ itemIdentifier: messageId })) });
      },
      { retryAfterSeconds: 0 },
    );
    assert.deepEqual(await running.waitUntilIdle({ timeoutSeconds: 5 }), { deadLetters: 1 });
    assert.deepEqual(Object.fromEntries(queue.receives), { poison: 3, good: 1 });
  });

  it("runs no more batches at once than the mapping allows", async () => {
    let running = 0;
    let most = 0;
    const started = start(
      new FakeQueue(names(8)),
      async () => {
        most = Math.max(most, ++running);
        await sleep(20);
        running--;
      },
      { mapping: { ...mapping, BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }, concurrency: 16 },
    );
    await started.waitUntilIdle({ timeoutSeconds: 5 });
    assert.equal(most, 2);
  });

  it("takes nothing while the mapping is disabled", async () => {
    const queue = new FakeQueue(["m0"]);
    const running = start(queue, () => Promise.resolve({}), { mapping: { ...mapping, Enabled: false } });
    await assert.rejects(running.waitUntilIdle({ timeoutSeconds: 0.3 }));
    assert.equal(queue.receives.size, 0);
  });

  it("goes on when the queue could not be read once", async () => {
    const queue = new FakeQueue(["m0"]);
    const receive = queue.receive.bind(queue);
    let calls = 0;
    queue.receive = (limit) => (++calls === 1 ? Promise.reject(new Error("ECONNRESET")) : receive(limit));
    const failures: string[] = [];
    const running = start(queue, () => Promise.resolve({}), { onFailure: (what) => failures.push(what) });
    await running.waitUntilIdle({ timeoutSeconds: 5 });
    assert.deepEqual(failures, ["the queue could not be read: ECONNRESET"]);
  });
});
