import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { S3LogStore } from "../../functions/loader/adapters/log-store";
import { SqsWorkQueue } from "../../functions/loader/adapters/work-queue";
import { loadBatch } from "../../functions/loader/batch";
import type { Clock, WorkQueue } from "../../functions/loader/ports";
import { sources } from "../../functions/loader/registry.generated";
import { emulatorClient, startAwsEmulator } from "../../local/aws-emulator";
import { EventPump } from "../../local/event-pump/pump";
import { type MessageQueue, type QueueMessage, sqsQueue } from "../../local/event-pump/queue";
import { completeS3Event, s3VersionLookup } from "../../local/event-pump/s3-events";
import type { InvocationResult } from "../../local/lambda/execution-environment";
import { ObjectAccountings } from "../../local/object-accounting";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { FakeAsideStore, FakeLog, FakeMetrics, FakeSearchIndex, queueMessage } from "../functions/loader/fakes";

const [accountId, region] = ["111122223333", "eu-west-1"] as const;
const [versioned, unversioned] = ["large-objects", "large-objects-without-versions"];
const recordsOfObject = 20_000;

/** Time that passes with what is done: the same objects take the same hops on any machine. */
class WorkClock implements Clock {
  private milliseconds = Date.parse("2026-01-02T03:04:05Z");

  now(): Date {
    this.milliseconds += 10;
    return new Date(this.milliseconds);
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }

  random(): number {
    return 0.5;
  }
}

const numbered = (line: (n: number) => string): string =>
  Array.from({ length: recordsOfObject }, (_, n) => line(n)).join("");
const flow = (n: number): string =>
  `192.0.2.${n % 250} 198.51.100.${n % 200} ${1024 + (n % 60_000)} 443 ACCEPT 1767322${200 + (n % 600)} 1767322900 ${accountId} 2\n`;
const trail = (n: number): string =>
  `${n === 0 ? "" : ","}{"eventVersion":"1.08","eventTime":"2026-01-02T03:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"${region}","n":${n}}`;

/** What a large object may be, by key. */
const objects: Readonly<Record<string, string | Buffer>> = {
  "flow.log": `srcaddr dstaddr srcport dstport action start end account-id version\n${numbered(flow)}`,
  "trail.json.gz": gzipSync(`{"Records":[${numbered(trail)}]}`),
};

describe("Large objects, with the queue and the buckets of the AWS emulator", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "siem-large-objects-"));
  const processes = new Processes(join(folder, "processes"));
  let s3: S3Client;
  let sqs: SQSClient;

  before(async () => {
    const python = await awsEmulatorPackage.install(progressOnStderr());
    const { endpoint } = await startAwsEmulator(processes, { stateFolder: folder, python, accountId, region });
    const client = emulatorClient(endpoint, region);
    s3 = new S3Client({ ...client, forcePathStyle: true });
    sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
    for (const Bucket of [versioned, unversioned]) {
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
    }
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration }));
  });
  after(async () => {
    s3.destroy();
    sqs.destroy();
    await processes.stopAll();
    rmSync(folder, { recursive: true, force: true });
  });

  async function makeQueue(QueueName: string): Promise<{ url: string; queue: MessageQueue }> {
    const { QueueUrl: url = "" } = await sqs.send(
      new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "600" } }),
    );
    return { url, queue: await sqsQueue(sqs, `arn:aws:sqs:${region}:${accountId}:${QueueName}`) };
  }

  async function announce(Bucket: string, queueName: string): Promise<void> {
    const QueueArn = `arn:aws:sqs:${region}:${accountId}:${queueName}`;
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { QueueConfigurations: [{ QueueArn, Events: ["s3:ObjectCreated:*"] }] },
      }),
    );
  }

  /** The loader with its pump; `dies` says of each message that it is about to send whether it is killed instead. */
  function loader(url: string, queue: MessageQueue, queueName: string, dies: () => boolean) {
    const search = new FakeSearchIndex();
    const log = new FakeLog();
    const clock = new WorkClock();
    const ports = {
      store: new S3LogStore(s3, 256 * 1024),
      aside: new FakeAsideStore(),
      search,
      clock,
      log,
      metrics: new FakeMetrics(),
      normalise: { sources },
      ownRoleId,
    };
    const own = new SqsWorkQueue(sqs, url);
    const invoke = (event: unknown): Promise<InvocationResult> =>
      new Promise((resolve, reject) => {
        const { Records } = event as { Records: readonly QueueMessage[] };
        const messages = Records.map(({ messageId, body, receiptHandle, attributes }) =>
          queueMessage(messageId, body, {
            receiptHandle,
            receiveCount: Number(attributes.ApproximateReceiveCount),
            // The emulator names one user for all senders; nobody but the loader and S3 sends here.
            senderId: `${ownRoleId}:loader`,
          }),
        );
        const mortal: WorkQueue = {
          send: (body, delaySeconds) => {
            if (!dies()) return own.send(body, delaySeconds);
            resolve({ kind: "failed", error: { errorType: "Runtime.ExitError", errorMessage: "signal: killed" } });
            return new Promise(() => undefined);
          },
          hide: (receiptHandle, seconds) => own.hide(receiptHandle, seconds),
        };
        const readUntil = clock.now().getTime() + 1_000;
        loadBatch(messages, { ...ports, queue: mortal, readUntil, deadline: readUntil + 60_000 }).then((failed) => {
          const batchItemFailures = failed.map((itemIdentifier) => ({ itemIdentifier }));
          resolve({ kind: "returned", payload: { batchItemFailures } });
        }, reject);
      });
    const pump = new EventPump({
      mapping: {
        UUID: "3f6c0d0e-0000-4000-8000-000000000000",
        EventSourceArn: `arn:aws:sqs:${region}:${accountId}:${queueName}`,
        FunctionName: "loader",
        Enabled: true,
        BatchSize: 1,
        MaximumBatchingWindowInSeconds: 0,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      },
      queue,
      region,
      concurrency: 1,
      retryAfterSeconds: 0,
      invoke: (_name, event) => invoke(event),
      complete: (body) => completeS3Event(body, s3VersionLookup(s3)),
    });
    return { search, log, pump };
  }

  for (const [bucket, name, dies] of [
    [versioned, "at once", () => false],
    [unversioned, "though the function is killed before every second message that it sends itself", everySecond()],
  ] as const) {
    it(`are loaded over several invocations, each record once: ${name}`, async () => {
      const queueName = `${bucket}-queue`;
      const { url, queue } = await makeQueue(queueName);
      await announce(bucket, queueName);
      for (const [Key, Body] of Object.entries(objects))
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
      const { search, log, pump } = loader(url, queue, queueName, dies);
      pump.start();
      try {
        await pump.waitUntilIdle({ timeoutSeconds: 150 });
      } finally {
        await pump.stop();
      }
      for (const key of Object.keys(objects)) {
        const path = `s3://${bucket}/${key}`;
        const offsets = [...search.documents.values()]
          .map(({ document }) => document.log as { offset: number; file: { path: string } })
          .filter(({ file }) => file.path === path);
        assert.equal(offsets.length, recordsOfObject, key);
        assert.equal(new Set(offsets.map(({ offset }) => offset)).size, recordsOfObject, key);
        const outcomes = log.lines.filter(({ values }) => values.key === key).map(({ values }) => values.outcome);
        assert.ok(outcomes.filter((outcome) => outcome === "continued").length >= 2, `${key}: ${outcomes.join()}`);
        assert.equal(outcomes.at(-1), "read");
        const object = { bucket, key };
        const accountings = new ObjectAccountings([object]);
        for (const { message, values } of log.lines) accountings.hear(JSON.stringify({ message, ...values }));
        const { received, indexed = 0, duplicate = 0 } = accountings.of(object) ?? {};
        assert.deepEqual([received, indexed + duplicate], [recordsOfObject, recordsOfObject], key);
      }
      const pipelineErrors = [...search.documents.values()].filter(
        ({ document }) => (document.event as { kind?: string }).kind === "pipeline_error",
      );
      assert.deepEqual(pipelineErrors, []);
    });
  }

  it("are told of by messages that the queue delays and hides as it is asked to", async () => {
    const { url, queue } = await makeQueue("delays");
    const own = new SqsWorkQueue(sqs, url);
    await own.send("later", 900);
    assert.deepEqual([await queue.receive(10), await queue.depth()], [[], 1]);
    await own.send("now", 0);
    const [first = assert.fail("nothing received")] = await queue.receive(10);
    await own.hide(first.receiptHandle, 900);
    assert.deepEqual(await queue.receive(10), []);
    await own.hide(first.receiptHandle, 0);
    const [second = assert.fail("nothing received")] = await queue.receive(10);
    assert.deepEqual([second.body, second.attributes.ApproximateReceiveCount], ["now", "2"]);
    assert.match(second.attributes.SentTimestamp ?? "", /^\d{13}$/);
  });
});

const ownRoleId = "AROAEXAMPLELOADER";

function everySecond(): () => boolean {
  let sent = 0;
  return () => sent++ % 2 === 0;
}
