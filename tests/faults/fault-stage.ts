import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { ClusterRequest } from "../../functions/configurator/cluster";
import { configure } from "../../functions/configurator/configure";
import { sources } from "../../functions/loader/registry.generated";
import { emulatorClient, startAwsEmulator } from "../../local/aws-emulator";
import { startOpenSearch } from "../../local/opensearch";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { openSearchJars } from "../../local/toolchain/opensearch-jars";
import { fetchCluster } from "../support/fetch-cluster";

export const region = "eu-west-1";
export const accountId = "111122223333";
export const archive = "archive";

/** As deployed. */
export const maxReceiveCount = 10;

export interface Queues {
  readonly url: string;
  readonly deadLetterUrl: string;
}

/** What stands behind the proxies: OpenSearch with the templates, and the AWS emulator with an archive. */
export class FaultStage {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  private readonly cluster = fetchCluster(() => this.openSearchUrl);

  private constructor(
    readonly folder: string,
    readonly processes: Processes,
    readonly openSearchUrl: string,
    readonly awsEndpoint: string,
  ) {
    this.s3 = new S3Client({ ...emulatorClient(awsEndpoint, region), forcePathStyle: true });
    // The emulator writes its own idea of its address into the URL of a queue.
    this.sqs = new SQSClient({ ...emulatorClient(awsEndpoint, region), useQueueUrlAsEndpoint: false });
  }

  static async start(): Promise<FaultStage> {
    const folder = await mkdtemp(join(tmpdir(), "siem-faults-"));
    const processes = new Processes(folder);
    const classPath = await openSearchJars.install(progressOnStderr());
    const python = await awsEmulatorPackage.install(progressOnStderr());
    const [openSearch, emulator] = await Promise.all([
      startOpenSearch(processes, { stateFolder: folder, classPath, heapMegabytes: 512 }),
      startAwsEmulator(processes, { stateFolder: folder, python, accountId, region }),
    ]);
    const stage = new FaultStage(folder, processes, openSearch.url, emulator.endpoint);
    await stage.configureSearch();
    await stage.s3.send(
      new CreateBucketCommand({ Bucket: archive, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await stage.s3.send(new PutBucketVersioningCommand({ Bucket: archive, VersioningConfiguration }));
    return stage;
  }

  async stop(): Promise<void> {
    this.s3.destroy();
    this.sqs.destroy();
    await this.processes.stopAll();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A queue whose messages are visible again at once, with a dead-letter queue. */
  async createQueues(name: string): Promise<Queues> {
    const deadLetterUrl = await this.createQueue(`${name}-dead`, {});
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: deadLetterUrl, AttributeNames: ["QueueArn"] }),
    );
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount });
    return { url: await this.createQueue(name, { VisibilityTimeout: "0", RedrivePolicy }), deadLetterUrl };
  }

  private async createQueue(QueueName: string, Attributes: Record<string, string>): Promise<string> {
    const { QueueUrl } = await this.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl ?? assert.fail("a queue without a URL");
  }

  async openSearch(method: ClusterRequest["method"], path: string, body?: unknown): Promise<Record<string, unknown>> {
    const { status, body: content } = await this.cluster({ method, path: `/${path}`, body });
    assert.ok(status < 300, `${method} ${path}: ${JSON.stringify(content)}`);
    return content as Record<string, unknown>;
  }

  private async configureSearch(): Promise<void> {
    const used = sources.filter(({ id }) => id === "aws-vpc-flow" || id === "aws-cloudtrail");
    const settings = {
      endpoint: this.openSearchUrl,
      region,
      loaderRoleArn: undefined,
      analystRoleArns: [],
      operatorRoleArns: [],
      retentionDays: undefined,
      replicas: 0,
    };
    const clock = { remaining: () => 0, sleep: () => Promise.resolve() };
    await configure({ sources: used, savedObjects: [] }, settings, { cluster: this.cluster, clock, warn: assert.fail });
  }
}
