import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { S3AsideStore } from "./adapters/aside-store";
import { assumedRole, RoutedLogStore } from "./adapters/bucket-readers";
import { S3LogStore } from "./adapters/log-store";
import { loggerLog } from "./adapters/logger-log";
import { EmbeddedMetrics } from "./adapters/metrics";
import { OpenSearchIndex } from "./adapters/search-index";
import { SqsWorkQueue } from "./adapters/work-queue";
import { type BatchPorts, loadBatch } from "./batch";
import {
  type BatchOperationsAnswer,
  type BatchOperationsEvent,
  isBatchOperationsEvent,
  loadTasks,
} from "./batch-operations";
import type { LoaderConfiguration } from "./configuration";
import { countryDatabasePath, openCountryDatabase } from "./enrich/country-database";
import { type CountryLookup, geoEnricher } from "./enrich/geo";
import { type LoaderEnvironment, parseEnvironment } from "./environment";
import { compileFilters } from "./filters";
import { withMonthlyIndices } from "./indices";
import type { QueueMessage } from "./left-over";
import type { Clock, LogStore } from "./ports";
import { sources as builtInSources } from "./registry.generated";
import { SearchPressure } from "./search-pressure";
import { SignalMaker } from "./signals";
import { mergeSources } from "./source-modules";

/** Time that is kept to write metrics, notes, messages and the answer before Lambda ends the function. */
const closingMilliseconds = 5_000;
/** Time before that in which nothing more is read, for what was read to be indexed; of short functions, a quarter. */
const flushingMilliseconds = 15_000;
/** Of the closing time, what S3 may take to put aside what is left; the queue, which is told then, may take twice that. */
const asideMilliseconds = 1_500;

const logger = new Logger();
const log = loggerLog(logger);
const metrics = new EmbeddedMetrics(new Metrics());

interface StandingPorts extends Omit<BatchPorts, "deadline" | "readUntil"> {
  readonly aside: S3AsideStore;
}

interface Handler {
  (event: SQSEvent, context: Context): Promise<SQSBatchResponse>;
  (event: BatchOperationsEvent, context: Context): Promise<BatchOperationsAnswer>;
}

/**
 * Makes the handler of a stack: it loads the S3 objects that the messages of a batch tell of, and reports the messages
 * that must be delivered again; or the object that a job of S3 Batch Operations names, and reports what became of it.
 */
export function createHandler(configuration: Partial<LoaderConfiguration>): Handler {
  // Made once in a function's life, at its first event: an error of the settings then has a message of its own.
  let ports: StandingPorts | undefined;
  async function handle(event: SQSEvent, context: Context): Promise<SQSBatchResponse>;
  async function handle(event: BatchOperationsEvent, context: Context): Promise<BatchOperationsAnswer>;
  async function handle(event: SQSEvent | BatchOperationsEvent, context: Context) {
    logger.addContext(context);
    ports ??= openPorts(configuration);
    const remaining = context.getRemainingTimeInMillis();
    const deadline = Date.now() + remaining - closingMilliseconds;
    const readUntil = deadline - Math.min(flushingMilliseconds, remaining / 4);
    const aside = ports.aside.endingAt(deadline + asideMilliseconds);
    const batchPorts = { ...ports, aside, readUntil, deadline };
    try {
      if (isBatchOperationsEvent(event)) return await loadTasks(event, batchPorts);
      const failed = await loadBatch(event.Records.map(queueMessage), batchPorts);
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      metrics.publish();
    }
  }
  return handle;
}

function queueMessage({ messageId, body, receiptHandle, attributes }: SQSRecord): QueueMessage {
  const { ApproximateReceiveCount, SenderId, SentTimestamp } = attributes;
  return {
    messageId,
    body,
    receiptHandle,
    senderId: SenderId,
    receiveCount: Number(ApproximateReceiveCount),
    sentAt: Number(SentTimestamp),
  };
}

function openPorts(configuration: Partial<LoaderConfiguration>): StandingPorts {
  const { rules = [], filters = [], limits, detection } = configuration;
  const sources = mergeSources(builtInSources, configuration.sources ?? []);
  const environment = parseEnvironment(process.env);
  const { openSearchEndpoint, archiveBucket, region, retentionDays, networks, ownAwsEndpoint } = environment;
  const client = new S3Client({ forcePathStyle: ownAwsEndpoint });
  const clock: Clock = {
    now: () => new Date(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: Math.random,
  };
  return {
    store: logStore(client, environment),
    aside: new S3AsideStore(client, archiveBucket),
    queue: new SqsWorkQueue(new SQSClient({ useQueueUrlAsEndpoint: !ownAwsEndpoint }), environment.queueUrl),
    search: new OpenSearchIndex({
      endpoint: openSearchEndpoint,
      region,
      service: environment.openSearchService,
      credentials: defaultProvider(),
    }),
    pressure: new SearchPressure(clock, { log }),
    clock,
    log,
    metrics,
    ownRoleId: environment.ownRoleId,
    objectsAtOnce: environment.objectsAtOnce,
    signals: detection && new SignalMaker(detection, sources, () => clock.now()),
    normalise: {
      sources: environment.openSearchService === "aoss" ? withMonthlyIndices(sources) : sources,
      rules,
      filter: compileFilters(filters),
      retentionDays,
      limits,
      enrich: geoEnricher({ countries: openCountries(), networks, onFailure: reportNoCountries }),
    },
  };
}

/** Buckets of others are read as their owners want, with one set of credentials for each role. */
function logStore(client: S3Client, { bucketReaders, ownAwsEndpoint }: LoaderEnvironment): LogStore {
  const own = new S3LogStore(client);
  if (bucketReaders.length === 0) return own;
  const sts = new STSClient();
  const byRole = new Map<string, LogStore>();
  for (const { roleArn, externalId } of bucketReaders) {
    const credentials = assumedRole(sts, { roleArn, externalId });
    byRole.set(roleArn, new S3LogStore(new S3Client({ forcePathStyle: ownAwsEndpoint, credentials })));
  }
  return new RoutedLogStore(
    own,
    new Map(bucketReaders.map(({ bucket, roleArn }) => [bucket, byRole.get(roleArn) ?? own])),
  );
}

/** Events go on without countries where the database is missing or damaged. */
function openCountries(): CountryLookup | undefined {
  try {
    return openCountryDatabase(countryDatabasePath(__dirname, process.env.DATA_FOLDER));
  } catch (error) {
    reportNoCountries(error);
    return undefined;
  }
}

function reportNoCountries(error: unknown): void {
  metrics.count("EnrichmentUnavailable", 1);
  log.warn("no country database, addresses are loaded without countries", {
    reason: error instanceof Error ? error.message : String(error),
  });
}
