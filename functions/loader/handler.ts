import { join } from "node:path";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { S3Client } from "@aws-sdk/client-s3";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { S3AsideStore, S3LogStore } from "./adapters/log-store";
import { loggerLog } from "./adapters/logger-log";
import { EmbeddedMetrics } from "./adapters/metrics";
import { OpenSearchIndex } from "./adapters/search-index";
import { type BatchPorts, loadBatch } from "./batch";
import type { LoaderConfiguration } from "./configuration";
import { openCountryDatabase } from "./enrich/country-database";
import { type CountryLookup, geoEnricher } from "./enrich/geo";
import { parseEnvironment } from "./environment";
import { compileFilters } from "./filters";
import { sources as builtInSources } from "./registry.generated";
import { mergeSources } from "./source-modules";

/** Time that is kept to write metrics, notes and the answer before Lambda ends the function. */
const graceMilliseconds = 5_000;

const logger = new Logger();
const log = loggerLog(logger);
const metrics = new EmbeddedMetrics(new Metrics());

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * Makes the handler of a stack: it loads the S3 objects that the messages of a batch tell of, and reports the messages
 * that must be delivered again.
 */
export function createHandler(configuration: Partial<LoaderConfiguration>): Handler {
  // Made once in a function's life, at its first event: an error of the settings then has a message of its own.
  let ports: Omit<BatchPorts, "deadline"> | undefined;
  return async (event, context) => {
    logger.addContext(context);
    ports ??= openPorts(configuration);
    const deadline = Date.now() + context.getRemainingTimeInMillis() - graceMilliseconds;
    try {
      const failed = await loadBatch(event.Records, { ...ports, deadline });
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    } finally {
      metrics.publish();
    }
  };
}

function openPorts({
  sources = [],
  rules = [],
  filters = [],
  limits,
}: Partial<LoaderConfiguration>): Omit<BatchPorts, "deadline"> {
  const { openSearchEndpoint, archiveBucket, region, retentionDays, networks, ownAwsEndpoint } = parseEnvironment(
    process.env,
  );
  const client = new S3Client({ forcePathStyle: ownAwsEndpoint });
  return {
    store: new S3LogStore(client),
    aside: new S3AsideStore(client, archiveBucket),
    search: new OpenSearchIndex({ endpoint: openSearchEndpoint, region, credentials: defaultProvider() }),
    clock: {
      now: () => new Date(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      random: Math.random,
    },
    log,
    metrics,
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
