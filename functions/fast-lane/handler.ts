import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Context } from "aws-lambda";
import { OpenSearchIndex } from "../loader/adapters/search-index";
import type { LoaderConfiguration } from "../loader/configuration";
import { sources as builtInSources } from "../loader/registry.generated";
import { SignalMaker } from "../loader/signals";
import { mergeSources } from "../loader/source-modules";
import { ConfigurationError } from "../shared/errors";
import { detectEvent, type FastLanePorts } from "./detect-event";

const logger = new Logger();
const metrics = new Metrics();

type Configuration = Partial<Pick<LoaderConfiguration, "sources" | "detection">>;
type Handler = (event: unknown, context: Context) => Promise<void>;

/** Makes the handler that detects in events of EventBridge. */
export function createHandler(configuration: Configuration): Handler {
  let ports: FastLanePorts | undefined;
  return async (event, context) => {
    logger.addContext(context);
    ports ??= openPorts(configuration);
    try {
      const { signals, unread } = await detectEvent(event, ports);
      metrics.addMetric("FastLaneEvents", MetricUnit.Count, 1);
      metrics.addMetric("FastLaneSignals", MetricUnit.Count, signals);
      if (unread > 0) {
        // Its log is read in its own way, minutes later.
        logger.warn("an event that is neither CloudTrail's nor GuardDuty's as they are known");
        metrics.addMetric("FastLaneUnread", MetricUnit.Count, unread);
      }
    } finally {
      metrics.publishStoredMetrics();
    }
  };
}

function openPorts({ sources: own = [], detection }: Configuration): FastLanePorts {
  const { OPENSEARCH_ENDPOINT: endpoint, OPENSEARCH_SERVICE, AWS_REGION: region } = process.env;
  if (!endpoint || !region) throw new ConfigurationError("OPENSEARCH_ENDPOINT and AWS_REGION must be set");
  const service = OPENSEARCH_SERVICE === "aoss" ? "aoss" : "es";
  const sources = mergeSources(builtInSources, own);
  const now = () => new Date();
  return {
    search: new OpenSearchIndex({ endpoint, region, service, credentials: defaultProvider() }),
    signals: new SignalMaker(detection ?? { rules: [], correlations: [], filters: [] }, sources, now),
    normalise: { sources, now },
  };
}
