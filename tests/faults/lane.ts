import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { S3AsideStore } from "../../functions/loader/adapters/aside-store";
import { S3LogStore } from "../../functions/loader/adapters/log-store";
import { OpenSearchIndex } from "../../functions/loader/adapters/search-index";
import { SqsWorkQueue } from "../../functions/loader/adapters/work-queue";
import { type BatchPorts, loadBatch } from "../../functions/loader/batch";
import { sources } from "../../functions/loader/registry.generated";
import { SearchPressure } from "../../functions/loader/search-pressure";
import { emulatorClient } from "../../local/aws-emulator";
import { type MessageQueue, type QueueMessage, sqsQueue } from "../../local/event-pump/queue";
import { FakeClock, FakeLog } from "../functions/loader/fakes";
import { s3Notification } from "../support/s3-notification";
import { TimedMetrics } from "./alarms";
import { withoutDelay } from "./aws-faults";
import { briskRetries } from "./brisk-retries";
import { archive, type FaultStage, type Queues, region } from "./fault-stage";
import { type Fault, FaultyProxy, type ProxiedRequest } from "./faulty-proxy";
import type { LogObjectContent } from "./log-objects";

/** An object as it is in the archive. */
export interface StoredObject extends LogObjectContent {
  readonly versionId: string | undefined;
  /** Its arrival, the time of records that have none. */
  readonly lastModified: Date | undefined;
}

const minute = 60_000;

/** Loads a batch; gives the ids of the messages that failed, or none if it died of it. */
export type Load = (messages: readonly QueueMessage[]) => Promise<readonly string[] | undefined>;

/**
 * A queue of its own on a stage, and a loader that reads it, with a proxy before OpenSearch and one before AWS. The
 * loader is the real one with its real adapters; only its clock is not: time passes when it sleeps and between rounds.
 */
export class Lane {
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly metrics = new TimedMetrics(this.clock);
  /** Decides on requests to AWS; those that are passed on are so without their delays. */
  awsPlan: (request: ProxiedRequest) => Fault | undefined = () => undefined;
  ports: Omit<BatchPorts, "readUntil" | "deadline" | "pressure">;
  pressure = new SearchPressure(this.clock, { log: this.log });
  /** Time between batches. */
  pauseMilliseconds = minute;
  load: Load = inProcess(this);
  private readonly s3: S3Client;
  private readonly sqs: SQSClient;

  private constructor(
    readonly stage: FaultStage,
    readonly queues: Queues,
    readonly search: FaultyProxy,
    readonly aws: FaultyProxy,
    readonly queue: MessageQueue,
  ) {
    this.clock.milliseconds = Date.now();
    const client = { ...emulatorClient(aws.url, region), retryStrategy: briskRetries };
    this.s3 = new S3Client({ ...client, forcePathStyle: true });
    this.sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
    const { credentials } = client;
    aws.plan = (request) => (_, forward) => {
      const timeless = (body: Buffer = withoutDelay(request)) => forward(body);
      return (this.awsPlan(request) ?? (() => timeless()))(request, timeless);
    };
    this.ports = {
      store: new S3LogStore(this.s3),
      aside: new S3AsideStore(this.s3, archive),
      search: new OpenSearchIndex({ endpoint: search.url, region, credentials: () => Promise.resolve(credentials) }),
      queue: new SqsWorkQueue(this.sqs, queues.url),
      clock: this.clock,
      log: this.log,
      metrics: this.metrics,
      normalise: {
        sources,
        filter: (document) => (document.destination?.port === 53 ? { dropped: "name service" } : {}),
      },
    };
  }

  static async open(stage: FaultStage, name: string): Promise<Lane> {
    const queues = await stage.createQueues(name);
    const [search, aws] = await Promise.all([
      FaultyProxy.start(stage.openSearchUrl),
      FaultyProxy.start(stage.awsEndpoint),
    ]);
    const sqs = new SQSClient({
      ...emulatorClient(aws.url, region),
      retryStrategy: briskRetries,
      useQueueUrlAsEndpoint: false,
    });
    return new Lane(stage, queues, search, aws, await sqsQueue(sqs, `arn:aws:sqs:${region}:111122223333:${name}`));
  }

  async close(): Promise<void> {
    this.s3.destroy();
    this.sqs.destroy();
    await Promise.all([this.search.stop(), this.aws.stop()]);
  }

  /** Lets all be well again, in this process, and forgets what was logged and what is known of an earlier outage. */
  reset(): void {
    this.search.plan = () => undefined;
    this.awsPlan = () => undefined;
    this.log.lines.length = 0;
    this.pauseMilliseconds = minute;
    this.load = inProcess(this);
    this.pressure = new SearchPressure(this.clock, { log: this.log });
  }

  async put(content: LogObjectContent): Promise<StoredObject> {
    const { key, body } = content;
    const { s3 } = this.stage;
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: archive, Key: key, Body: body }));
    const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: archive, Key: key, VersionId }));
    return { ...content, versionId: VersionId, lastModified: LastModified };
  }

  async remove({ key, versionId }: StoredObject): Promise<void> {
    await this.stage.s3.send(new DeleteObjectCommand({ Bucket: archive, Key: key, VersionId: versionId }));
  }

  /** Sends messages as they are: notifications of objects, or anything else. */
  async send(bodies: readonly (string | StoredObject)[]): Promise<void> {
    const messages = bodies.map((body) => (typeof body === "string" ? body : notification(body)));
    for (let start = 0; start < messages.length; start += 10) {
      const Entries = messages.slice(start, start + 10).map((MessageBody, n) => ({ Id: String(n), MessageBody }));
      await this.stage.sqs.send(new SendMessageBatchCommand({ QueueUrl: this.queues.url, Entries }));
    }
  }

  /** Reads the queue, as Lambda does, until it is empty; returns how many batches that took. */
  async drain(mostBatches = 200): Promise<number> {
    for (let batches = 0; ; batches += 1) {
      if (batches === mostBatches) throw new Error(`the queue is not empty after ${mostBatches} batches`);
      // What Lambda cannot receive or delete it tries again; a message that is not deleted comes once more.
      const messages = await this.queue.receive(10).catch(() => undefined);
      if (messages === undefined) continue;
      if (messages.length === 0 && (await this.depth()) === 0) return batches;
      const failed = await this.load(messages);
      if (failed === undefined) continue;
      await this.queue.delete(messages.filter(({ messageId }) => !failed.includes(messageId))).catch(() => undefined);
      this.clock.milliseconds += this.pauseMilliseconds;
    }
  }

  /** Takes what is in the dead-letter queue. */
  async deadLetters(): Promise<string[]> {
    const QueueUrl = this.queues.deadLetterUrl;
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await this.stage.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body = "" }) => Body));
      const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
      await this.stage.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  }

  private async depth(): Promise<number> {
    return (await this.queue.depth().catch(() => undefined)) ?? 1;
  }

  loadInProcess(messages: readonly QueueMessage[]): Promise<readonly string[]> {
    const deadline = this.clock.milliseconds + 60_000;
    const batch = messages.map(({ messageId, body, receiptHandle, attributes }) => ({
      messageId,
      body,
      receiptHandle,
      receiveCount: Number(attributes.ApproximateReceiveCount),
      sentAt: Number(attributes.SentTimestamp),
    }));
    return loadBatch(batch, { ...this.ports, pressure: this.pressure, readUntil: deadline - 15_000, deadline });
  }
}

function inProcess(lane: Lane): Load {
  return (messages) => lane.loadInProcess(messages);
}

function notification({ key, versionId }: StoredObject): string {
  return s3Notification({ bucket: archive, key: encodeURIComponent(key), versionId });
}
