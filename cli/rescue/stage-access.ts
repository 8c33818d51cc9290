import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { SQSClient } from "@aws-sdk/client-sqs";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Cluster } from "../../functions/configurator/cluster";
import { openSearchCluster } from "../../functions/configurator/opensearch-cluster";
import { OpenSearchIndex, type OpenSearchIndexOptions } from "../../functions/loader/adapters/search-index";
import { searchServiceOf } from "../../functions/shared/aws/search-service";
import { ConfigurationError } from "../../functions/shared/errors";
import type { StateTable } from "../../functions/shared/state-table/table-shape";
import { emulatorClient, withoutVersionWarning } from "../../local/aws-emulator";
import { S3BatchJobs } from "../backfill/adapters/batch-jobs";
import { S3Listing } from "../backfill/adapters/s3-listing";
import type { ArchiveListing, BatchJobs } from "../backfill/ports";
import { noRegion } from "./adapters/aws-refusal";
import { S3LogObjects, S3SetAsideFiles } from "./adapters/s3-files";
import { SearchDomain } from "./adapters/search-domain";
import { SqsRescueQueue } from "./adapters/sqs-queue";
import { findPlaces, type PlaceOptions, type Places } from "./places";
import type { DocumentIndex, LogObjects, RescueQueue, SetAsideFiles } from "./ports";

/** Opens the parts of a stage as a command needs them. Each throws `ConfigurationError` for a part that is not known. */
export class StageAccess {
  readonly #s3: S3Client;
  readonly #sqs: SQSClient;
  readonly #s3Control: S3ControlClient;
  readonly #client: DynamoDBClientConfig;
  #dynamoDb: DynamoDBClient | undefined;

  constructor(private readonly places: Places) {
    withoutVersionWarning();
    const { emulator, region } = places;
    const client = emulator === undefined ? { ...(region && { region }) } : emulatorClient(emulator, region ?? "");
    this.#client = client;
    // Another endpoint than AWS's own has no host name for each bucket, and its own idea of its address in URLs of queues.
    const ownEndpoint = emulator !== undefined || (process.env.AWS_ENDPOINT_URL ?? "") !== "";
    this.#s3 = new S3Client({ ...client, forcePathStyle: ownEndpoint });
    this.#s3Control = new S3ControlClient(client);
    this.#sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: !ownEndpoint });
  }

  static async open(options: PlaceOptions): Promise<StageAccess> {
    return new StageAccess(await findPlaces(options));
  }

  get logBuckets(): readonly string[] {
    return this.places.logBuckets;
  }

  get archiveBucket(): string | undefined {
    return this.places.archiveBucket;
  }

  listing(): ArchiveListing {
    return new S3Listing(this.#s3, () => this.reportsBucket);
  }

  /** How many objects S3 Batch Operations loads at the same time; undefined where it loads none. */
  get jobConcurrency(): number | undefined {
    // The emulator has no jobs.
    return this.places.emulator === undefined ? this.places.backfill?.concurrency : undefined;
  }

  jobs(): BatchJobs {
    const { backfill } = this.places;
    if (backfill === undefined || this.jobConcurrency === undefined) {
      throw new ConfigurationError(
        "This stage has no jobs of S3 Batch Operations: set siem:backfillConcurrency and deploy, or send through the queue with --direct",
      );
    }
    return new S3BatchJobs(this.#s3, this.#s3Control, { ...backfill, reportsBucket: this.reportsBucket });
  }

  private get reportsBucket(): string {
    return needed(this.places.reportsBucket, "--stage", "the bucket of reports");
  }

  files(): SetAsideFiles {
    return new S3SetAsideFiles(this.#s3, needed(this.places.archiveBucket, "--bucket", "the archive bucket"));
  }

  objects(): LogObjects {
    return new S3LogObjects(this.#s3);
  }

  queue(): RescueQueue {
    return new SqsRescueQueue(this.#sqs, needed(this.places.queueUrl, "--queue", "the URL of the loader's queue"));
  }

  deadLetters(): RescueQueue {
    const url = needed(this.places.deadLetterQueueUrl, "--dead-letter-queue", "the URL of the dead-letter queue");
    return new SqsRescueQueue(this.#sqs, url);
  }

  async index(): Promise<DocumentIndex> {
    const domain = await this.domain();
    return new SearchDomain(new OpenSearchIndex(domain), clusterOf(domain), domain.service);
  }

  /** The search domain, for who has the permissions of analysts there. */
  async cluster(requestTimeoutMilliseconds?: number): Promise<Cluster> {
    return clusterOf(await this.domain(), requestTimeoutMilliseconds);
  }

  /** Where the alerts of a collection are, for who may read and write the table; undefined where a domain keeps them. */
  async alertTable(): Promise<StateTable | undefined> {
    const tableName = this.places.alertTable;
    if (tableName === undefined) {
      const { endpoint, service } = await this.domain();
      if (service !== "aoss") return undefined;
      throw new ConfigurationError(
        `The alerts of ${endpoint} are in a table of DynamoDB that only the stack knows: name the stage with --stage`,
      );
    }
    this.#dynamoDb ??= new DynamoDBClient({ ...this.#client, region: await this.region() });
    return { client: this.#dynamoDb, tableName };
  }

  private async domain(): Promise<OpenSearchIndexOptions> {
    const endpoint = needed(this.places.searchEndpoint, "--endpoint", "the URL of the search domain");
    if (!URL.canParse(endpoint)) throw new ConfigurationError(`--endpoint is "${endpoint}"; it must be a URL`);
    const credentials = this.places.emulator === undefined ? defaultProvider() : this.#s3.config.credentials;
    return { endpoint, region: await this.region(), service: searchServiceOf(endpoint), credentials };
  }

  async region(): Promise<string> {
    try {
      return await this.#s3.config.region();
    } catch (cause) {
      throw new ConfigurationError(noRegion, { cause });
    }
  }

  close(): void {
    this.#s3.destroy();
    this.#sqs.destroy();
    this.#s3Control.destroy();
    this.#dynamoDb?.destroy();
  }
}

function clusterOf(
  { endpoint, region, service, credentials }: OpenSearchIndexOptions,
  requestTimeoutMilliseconds?: number,
): Cluster {
  const timeout = requestTimeoutMilliseconds === undefined ? {} : { requestTimeoutMilliseconds };
  return openSearchCluster(endpoint, region, credentials, { service, ...timeout });
}

function needed(value: string | undefined, option: string, what: string): string {
  if (value !== undefined) return value;
  throw new ConfigurationError(`${what} is not known: give it with ${option}, or the whole stage with --stage`);
}
