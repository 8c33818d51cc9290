import { setTimeout as sleep } from "node:timers/promises";
import { Logger } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda";
import { allSavedObjects } from "../../dashboards";
import { sources as builtInSources } from "../loader/registry.generated";
import type { LogSource } from "../loader/source";
import { mergeSources } from "../loader/source-modules";
import { type ConfiguratorReport, configure } from "./configure";
import { openSearchCluster } from "./opensearch-cluster";
import { configuratorSettings } from "./settings";

/** Input of the invocation; Pulumi invokes again when it differs from the last one. */
export interface ConfiguratorEvent {
  readonly contentHash: string;
}

// Left for the steps after the wait, and for saying why before Lambda ends the function.
const reservedMilliseconds = 20_000;

const logger = new Logger({ serviceName: process.env.POWERTOOLS_SERVICE_NAME ?? "configurator" });

type Handler = (event: ConfiguratorEvent, context: Context) => Promise<ConfiguratorReport>;

/** Makes the handler of a stack: it installs the SIEM's content into the search domain, and is safe to run at any time. */
export function createHandler({ sources: own = [] }: { readonly sources?: readonly LogSource[] }): Handler {
  return async (event, context) => {
    logger.addContext(context);
    const settings = configuratorSettings(process.env);
    const sources = mergeSources(builtInSources, own);
    const report = await configure({ sources, savedObjects: allSavedObjects() }, settings, {
      cluster: openSearchCluster(settings.endpoint, settings.region, undefined, settings),
      clock: { remaining: () => context.getRemainingTimeInMillis() - reservedMilliseconds, sleep: (ms) => sleep(ms) },
      warn: (message) => logger.warn(message),
    });
    logger.info("content installed", { contentHash: event.contentHash, ...report });
    return report;
  };
}
