import { join } from "node:path";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { S3AsideStore } from "./adapters/aside-store";
import { S3LogStore } from "./adapters/log-store";
import { loggerLog } from "./adapters/logger-log";
import { EmbeddedMetrics } from "./adapters/metrics";
import { OpenSearchIndex } from "./adapters/search-index";
import { SqsWorkQueue } from "./adapters/work-queue";
import { type BatchPorts, loadBatch } from "./batch";
import type { LoaderConfiguration } from "./configuration";
import { openCountryDatabase } from "./enrich/country-database";
import { type CountryLookup, geoEnricher } from "./enrich/geo";
import { parseEnvironment } from "./environment";
import { compileFilters } from "./filters";
import type { QueueMessage } from "./left-over";
import type { Clock } from "./ports";
import { sources as builtInSources } from "./registry.generated";
import { SearchPressure } from "./search-pressure";
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
type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * Makes the handler of a stack: it loads the S3 objects that the messages of a batch tell of, and reports the messages
 * that must be delivered again.
 */
export function createHandler(configuration: Partial<LoaderConfiguration>): Handler {
  // Made once in a function's life, at its first event: an error of the settings then has a message of its own.
  let ports: StandingPorts | undefined;
  return async (event, context) => {
    logger.addContext(context);
    ports ??= openPorts(configuration);
    const remaining = context.getRemainingTimeInMillis();
    const deadline = Date.now() + remaining - closingMilliseconds;
    const readUntil = deadline - Math.min(flushingMilliseconds, remaining / 4);
    const aside = ports.aside.endingAt(deadline + asideMilliseconds);
    try {
      const failed = await loadBatch(event.Records.map(queueMessage), { ...ports, aside, readUntil, deadline });
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      metrics.publish();
    }
  };
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

function openPorts({ sources = [], rules = [], filters = [], limits }: Partial<LoaderConfiguration>): StandingPorts {
  const environment = parseEnvironment(process.env);
  const { openSearchEndpoint, archiveBucket, region, retentionDays, networks, ownAwsEndpoint } = environment;
  const client = new S3Client({ forcePathStyle: ownAwsEndpoint });
  const clock: Clock = {
    now: () => new Date(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: Math.random,
  };
  return {
    store: new S3LogStore(client),
    aside: new S3AsideStore(client, archiveBucket),
    queue: new SqsWorkQueue(new SQSClient({ useQueueUrlAsEndpoint: !ownAwsEndpoint }), environment.queueUrl),
    search: new OpenSearchIndex({ endpoint: openSearchEndpoint, region, credentials: defaultProvider() }),
    pressure: new SearchPressure(clock),
    clock,
    log,
    metrics,
    ownRoleId: environment.ownRoleId,
    objectsAtOnce: environment.objectsAtOnce,
    normalise: {
      sources: mergeSources(builtInSources, sources),
      rules,
      filter: compileFilters(filters),
      retentionDays,
      limits,
      enrich: geoEnricher({ countries: openCountries(), networks, onFailure: reportNoCountries }),
    },
  };
}

/** Events go on without countries where the database is missing or damaged. */
function openCountries(): CountryLookup | undefined {
  try {
    return openCountryDatabase(join(__dirname, "country.mmdb"));
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
