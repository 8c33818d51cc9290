import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { emulatorClient } from "../aws-emulator";
import type { LambdaRuntime } from "../lambda/runtime";
import type { Progress } from "../progress";
import { readMappings } from "./mapping";
import { EventPump, type IdleReport } from "./pump";
import { sqsQueue } from "./queue";
import { completeS3Event, s3VersionLookup } from "./s3-events";

export interface EventPumpsOptions {
  readonly stateFolder: string;
  readonly awsEndpoint: string;
  readonly region: string;
  readonly runtime: LambdaRuntime;
  readonly progress: Progress;
  /** See `EventPumpOptions`. */
  readonly concurrency?: number | undefined;
  readonly longestWindowSeconds: number;
  readonly retryAfterSeconds: number;
}

/** One pump for each deployed event source mapping. */
export class EventPumps {
  #pumps: EventPump[] = [];
  readonly #sqs: SQSClient;
  readonly #s3: S3Client;

  constructor(private readonly options: EventPumpsOptions) {
    const client = emulatorClient(options.awsEndpoint, options.region);
    // The emulator writes its own idea of its address into the URL of a queue.
    this.#sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
    this.#s3 = new S3Client({ ...client, forcePathStyle: true });
  }

  /** Reads the mappings that are deployed now and works by them. */
  async restart(): Promise<void> {
    await this.#stopPumps();
    const { stateFolder, progress, region, runtime } = this.options;
    const { concurrency, longestWindowSeconds, retryAfterSeconds } = this.options;
    const versionOf = s3VersionLookup(this.#s3);
    for (const mapping of await readMappings(stateFolder)) {
      const pump = new EventPump({
        mapping,
        queue: await sqsQueue(this.#sqs, mapping.EventSourceArn),
        region,
        invoke: (functionName, event) => runtime.invoke(functionName, event),
        complete: (body) => completeS3Event(body, versionOf),
        longestWindowSeconds,
        retryAfterSeconds,
        onFailure: progress,
        ...(concurrency === undefined ? {} : { concurrency }),
      });
      pump.start();
      this.#pumps.push(pump);
      const window = Math.min(mapping.MaximumBatchingWindowInSeconds, longestWindowSeconds);
      const shortened =
        mapping.MaximumBatchingWindowInSeconds > window
          ? ` (deployed: ${mapping.MaximumBatchingWindowInSeconds} s)`
          : "";
      progress(
        `${mapping.FunctionName} takes batches of up to ${mapping.BatchSize} messages, collected for ${window} s${shortened}`,
      );
    }
  }

  async waitUntilIdle(options?: { timeoutSeconds?: number }): Promise<IdleReport> {
    const reports = await Promise.all(this.#pumps.map((pump) => pump.waitUntilIdle(options)));
    return { deadLetters: reports.reduce((sum, { deadLetters }) => sum + deadLetters, 0) };
  }

  async retryFailed(): Promise<void> {
    await Promise.all(this.#pumps.map((pump) => pump.retryFailed()));
  }

  async stop(): Promise<void> {
    await this.#stopPumps();
    this.#sqs.destroy();
    this.#s3.destroy();
  }

  async #stopPumps(): Promise<void> {
    const pumps = this.#pumps;
    this.#pumps = [];
    await Promise.all(pumps.map((pump) => pump.stop()));
  }
}
