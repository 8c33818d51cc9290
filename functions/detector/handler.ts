import { setTimeout as sleep } from "node:timers/promises";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import type { Context } from "aws-lambda";
import { openSearchCluster } from "../configurator/opensearch-cluster";
import { withoutSessionToken } from "../shared/aws/session-token";
import { publishTo } from "./adapters/topic";
import { alertIndex } from "./alerts/alert-document";
import { alertMessage } from "./alerts/message";
import type { DetectorConfiguration } from "./configuration";
import { Detector, type DetectorRunReport, type Partition } from "./detector-run";
import { digestMessage } from "./digest/digest-message";
import { type DetectorSettings, detectorSettings } from "./settings";

/** What the schedule sends: which part of the groups is meant; all of them by default. */
export interface DetectorEvent {
  readonly partition?: Partition | undefined;
}

/** Time that is kept to end the run and write metrics before Lambda ends the function. */
const closingMilliseconds = 20_000;
const minute = 60_000;

const logger = new Logger();
const metrics = new Metrics();

type Handler = (event: DetectorEvent, context: Context) => Promise<DetectorRunReport>;

/**
 * Makes the handler of a stack, which is started each minute: each run correlates what was loaded since the last one, and
 * raises alerts. A schedule cannot start it more often, so that it waits between the runs of its minute.
 */
export function createHandler({ detection }: Partial<DetectorConfiguration>): Handler {
  let detector: Detector | undefined;
  let runsPerMinute = 1;
  let alertPlace = alertIndex;
  return async (event, context) => {
    logger.addContext(context);
    const started = Date.now();
    if (detector === undefined) {
      const settings = detectorSettings(process.env);
      detector = openDetector(detection ?? { rules: [], correlations: [], filters: [] }, settings);
      runsPerMinute = Number(settings.RUNS_PER_MINUTE);
      alertPlace = settings.STATE_TABLE ?? alertIndex;
    }
    const deadline = Date.now() + context.getRemainingTimeInMillis() - closingMilliseconds;
    try {
      for (let runs = 1; ; runs += 1) {
        const report = await detector.run(deadline, event.partition);
        tell(report, alertPlace);
        const next = started + (runs * minute) / runsPerMinute;
        // A run that takes longer leaves the rest to the next minute.
        if (runs === runsPerMinute || Date.now() > next) return report;
        await sleep(next - Date.now());
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      logger.error("detector run failed", { reason: withoutSessionToken(message).slice(0, 1_000) });
      metrics.addMetric("DetectorRunsFailed", MetricUnit.Count, 1);
      throw error;
    } finally {
      metrics.publishStoredMetrics();
    }
  };
}

/** `alertPlace`: the index or table of alerts. */
function tell({ unshown, ...report }: DetectorRunReport, alertPlace: string): void {
  logger.info("detector run", { ...report, unshown: unshown.count });
  metrics.addMetric("DetectorRuns", MetricUnit.Count, 1);
  metrics.addMetric("DetectorDelaySeconds", MetricUnit.Seconds, Math.max(0, Date.now() - report.watermark) / 1_000);
  metrics.addMetric("AlertsOpened", MetricUnit.Count, report.opened);
  metrics.addMetric("NotificationsSent", MetricUnit.Count, report.sent);
  metrics.addMetric("AlertStorms", MetricUnit.Count, report.storms);
  metrics.addMetric("CorrelationHits", MetricUnit.Count, report.correlationHits);
  if (unshown.count > 0) {
    const reasons = unshown.reasons.slice(0, 10).map((reason) => withoutSessionToken(reason).slice(0, 1_000));
    logger.error("alerts that searches do not find as they are", { alerts: unshown.count, reasons });
    metrics.addMetric("AlertsUnshown", MetricUnit.Count, unshown.count);
  }
  if (report.unreadable.length > 0) {
    logger.warn(`alerts that cannot be read: mend or delete them in ${alertPlace}`, { ids: report.unreadable });
    metrics.addMetric("AlertsUnreadable", MetricUnit.Count, report.unreadable.length);
  }
}

function openDetector(rules: DetectorConfiguration["detection"], settings: DetectorSettings): Detector {
  const publish = publishTo(new SNSClient({}), settings.TOPIC_ARN);
  const dashboardsUrl = settings.DASHBOARDS_URL || undefined;
  const tableName = settings.STATE_TABLE;
  const hour = settings.DIGEST_HOUR === undefined ? undefined : Number(settings.DIGEST_HOUR);
  return new Detector(
    rules,
    openSearchCluster(settings.OPENSEARCH_ENDPOINT, settings.AWS_REGION, undefined, {
      service: settings.OPENSEARCH_SERVICE,
    }),
    (alert, notification) => publish(alertMessage(alert, notification, dashboardsUrl)),
    {
      overlap: Number(settings.OVERLAP_SECONDS) * 1_000,
      allowedLateness: Number(settings.ALLOWED_LATENESS_MINUTES) * minute,
      alertLevel: settings.ALERT_LEVEL,
      policy: {
        notifyLevel: settings.NOTIFY_LEVEL,
        growthInterval: Number(settings.GROWTH_MINUTES) * minute,
        escalateLevel: settings.ESCALATE_LEVEL,
        escalateAfter: Number(settings.ESCALATE_MINUTES) * minute,
        stormAlerts: Number(settings.STORM_ALERTS),
      },
      stateTable: tableName === undefined ? undefined : { client: new DynamoDBClient({}), tableName },
      digest:
        hour === undefined
          ? undefined
          : { hour, send: (id, digest) => publish(digestMessage(id, digest, dashboardsUrl)) },
    },
    () => new Date(),
  );
}
