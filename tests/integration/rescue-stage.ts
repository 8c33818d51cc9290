import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Context, SQSEvent } from "aws-lambda";
import type { createHandler } from "../../functions/loader/handler";
import { emulatorClient, startAwsEmulator } from "../../local/aws-emulator";
import { completeS3Event, s3VersionLookup } from "../../local/event-pump/s3-events";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { testSources } from "../functions/loader/support";

const region = "eu-west-1";

/** What the loader and the commands need of a stage: a real OpenSearch, the AWS emulator, the loader's own handler. */
export class RescueStage {
  readonly bucket = "siem-archive-example";
  openSearchUrl = "";
  queueUrl = "";
  deadLetterQueueUrl = "";
  s3!: S3Client;
  sqs!: SQSClient;
  private folder = "";
  private processes!: Processes;
  private readonly environment = { ...process.env };
  private handler!: ReturnType<typeof createHandler>;

  async start(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), "siem-rescue-"));
    this.processes = new Processes(this.folder);
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    const classPath = await openSearchJars.install(progress);
    const [emulator, { url }] = await Promise.all([
      startAwsEmulator(this.processes, { stateFolder: this.folder, python, accountId: "111122223333", region }),
      startOpenSearch(this.processes, { stateFolder: this.folder, classPath, heapMegabytes: 512 }),
    ]);
    this.openSearchUrl = url;
    const client = emulatorClient(emulator.endpoint, region);
    this.s3 = new S3Client({ ...client, forcePathStyle: true });
    this.sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
    await this.makeParts();
    Object.assign(process.env, emulator.environment, {
      OPENSEARCH_ENDPOINT: url,
      ARCHIVE_BUCKET: this.bucket,
      QUEUE_URL: this.queueUrl,
      POWERTOOLS_SERVICE_NAME: "loader",
      POWERTOOLS_METRICS_NAMESPACE: "siem",
      POWERTOOLS_METRICS_DISABLED: "true",
      POWERTOOLS_LOG_LEVEL: "SILENT",
    });
    // A function's module is loaded with its environment.
    const path = require.resolve("../../functions/loader/handler");
    delete require.cache[path];
    const { createHandler } = require(path) as typeof import("../../functions/loader/handler");
    this.handler = createHandler({ sources: testSources });
  }

  async stop(): Promise<void> {
    for (const name of Object.keys(process.env)) if (!(name in this.environment)) delete process.env[name];
    Object.assign(process.env, this.environment);
    this.s3?.destroy();
    this.sqs?.destroy();
    await this.processes?.stopAll();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The options that name the stage on the command line. */
  get places() {
    const { bucket, queueUrl, deadLetterQueueUrl, openSearchUrl } = this;
    return { bucket, queue: queueUrl, deadLetterQueue: deadLetterQueueUrl, endpoint: openSearchUrl };
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body }));
  }

  /** Has the loader do all that is in its queue; returns how many messages it left there. */
  async load(): Promise<number> {
    let left = 0;
    for (;;) {
      const receive = new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
      });
      const { Messages = [] } = await this.sqs.send(receive);
      if (Messages.length === 0) return left;
      const Records = await Promise.all(
        Messages.map(async ({ MessageId, Body = "", ReceiptHandle }) => ({
          messageId: MessageId,
          receiptHandle: ReceiptHandle,
          attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) },
          body: await completeS3Event(Body, s3VersionLookup(this.s3)),
        })),
      );
      const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
      const { batchItemFailures } = await this.handler({ Records } as unknown as SQSEvent, context);
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      left += failed.size;
      for (const { MessageId, ReceiptHandle } of Messages) {
        if (failed.has(String(MessageId))) continue;
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle }));
      }
    }
  }

  /** Has the loader do a task as S3 Batch Operations asks for it; the key is encoded. */
  async loadTask(bucket: string, s3Key: string): Promise<{ resultCode: string; resultString: string }> {
    const task = { taskId: "task", s3Key, s3VersionId: null, s3Bucket: bucket };
    const invocation = { invocationSchemaVersion: "2.0", invocationId: "invocation", tasks: [task] };
    const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
    const { results } = await this.handler(invocation, context);
    assert.equal(results.length, 1);
    return results[0]!;
  }

  /** Forgets what is announced. */
  async forget(): Promise<void> {
    const receive = new ReceiveMessageCommand({ QueueUrl: this.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 });
    for (;;) {
      const { Messages = [] } = await this.sqs.send(receive);
      if (Messages.length === 0) return;
      for (const { ReceiptHandle } of Messages) {
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle }));
      }
    }
  }

  async bury(...bodies: readonly string[]): Promise<void> {
    for (const MessageBody of bodies) {
      await this.sqs.send(new SendMessageCommand({ QueueUrl: this.deadLetterQueueUrl, MessageBody }));
    }
  }

  /** Messages that anybody could receive now. */
  async visible(queueUrl: string): Promise<number> {
    const attributes = new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ["ApproximateNumberOfMessages"],
    });
    return Number((await this.sqs.send(attributes)).Attributes?.ApproximateNumberOfMessages);
  }

  async keys(prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix }));
    return Contents.map(({ Key = "" }) => Key);
  }

  async openSearch(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const headers = { "content-type": "application/json" };
    const request = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.openSearchUrl}/${path}`, request);
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  /** Numbers (`test.n`) of the documents there are, in order. */
  async numbers(): Promise<number[]> {
    await this.openSearch("POST", "siem-*/_refresh");
    const answer = await this.openSearch("POST", "siem-*/_search", { size: 1_000 });
    const { hits } = answer["hits"] as { hits: { _source: { test?: { n?: number } } }[] };
    return hits.flatMap(({ _source }) => _source.test?.n ?? []).sort((left, right) => left - right);
  }

  private async makeParts(): Promise<void> {
    const { sqs, s3, bucket: Bucket } = this;
    const queue = async (QueueName: string) => {
      const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName }));
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
      return { url: QueueUrl, arn: String(Attributes?.QueueArn) };
    };
    const objects = await queue("objects");
    this.queueUrl = objects.url;
    this.deadLetterQueueUrl = (await queue("dead-letters")).url;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const QueueConfigurations = [{ QueueArn: objects.arn, Events: ["s3:ObjectCreated:*" as const] }];
    await s3.send(
      new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: { QueueConfigurations } }),
    );
  }
}
