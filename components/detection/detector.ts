import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DetectionSettings } from "../../functions/detector/detection-settings";
import type { Partition } from "../../functions/detector/detector-run";
import type { DetectionRules } from "../../functions/loader/signals";
import { bundleFunction } from "../lambda/bundle";
import { scheduleFunction } from "../lambda/function-schedule";
import { type FunctionSettings, SecureFunction } from "../lambda/secure-function";
import { detectorAlarms } from "../operations/alarms";
import { metricAlarm } from "../operations/metric-alarm";
import { loaderMetricNamespace } from "../operations/pipeline";
import { SiemComponent } from "../siem-component";
import type { StateTable } from "../storage/state-table";

export interface DetectorArgs extends FunctionSettings {
  readonly rules: DetectionRules;
  readonly settings: DetectionSettings;
  /** `https://...` of the search domain. */
  readonly searchEndpoint: pulumi.Input<string>;
  readonly searchDomainArn: pulumi.Input<string>;
  /** Where alerts and state are kept of a collection of OpenSearch Serverless. Default: the search domain, which is none. */
  readonly stateTable?: StateTable | undefined;
  /** Where people look, to lead them there from an alert. */
  readonly dashboardsUrl: pulumi.Input<string>;
  /** Topic of the alerts, encrypted with `kmsKeyArn`. */
  readonly alertTopicArn: pulumi.Input<string>;
  /** Topic that learns when the detector is late or fails. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** Seconds that the loader may take from when it has read an event until its signal can be found. */
  readonly loaderTimeout: number;
  /** What must exist before the first run. */
  readonly startAfter?: readonly pulumi.Resource[];
}

/** Paths of the search domain that the detector sends POST requests to. */
export const detectorPaths: readonly string[] = [
  "_bulk",
  "siem-signals-*/_search",
  "siem_alerts/_search",
  "siem_alerts/_mget",
  "siem_detector/_mget",
];

/**
 * Until signals can be found that are written: the refresh of their indices, and clocks that differ. A collection shows
 * documents after 60 seconds at the latest.
 */
const visibleAfterSeconds = { domain: 60, collection: 120 } as const;

/** The parts of the groups, each with a schedule of its own; undefined: all of them. */
function partitionsOf(count: number): readonly (Partition | undefined)[] {
  if (count === 1) return [undefined];
  return Array.from({ length: count }, (_, number) => ({ number, of: count }));
}

/** Correlates signals, raises alerts and tells of them; alarms say when it is late or fails. */
export class Detector extends SiemComponent {
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;
  /** They tell the topic of alarms by themselves. */
  readonly alarms: readonly aws.cloudwatch.MetricAlarm[];

  constructor(name: string, args: DetectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:detection:Detector", name, args, opts);
    const { rules, settings, kmsKeyArn, alertTopicArn, stateTable, startAfter = [] } = args;
    const visibleAfter = visibleAfterSeconds[stateTable ? "collection" : "domain"];
    const detector = new SecureFunction(
      name,
      {
        ...args,
        zipPath: bundleFunction("detector", { values: { detection: rules } }).zipPath,
        description: "Correlates what rules found, and raises alerts",
        memorySize: 1024,
        timeout: 300,
        // Runs of the same part that overlap do no harm, but work twice.
        reservedConcurrency: settings.partitions,
        deadLetterTopicArn: args.alarmTopicArn,
        environment: {
          OPENSEARCH_ENDPOINT: args.searchEndpoint,
          ...(stateTable && { OPENSEARCH_SERVICE: "aoss", STATE_TABLE: stateTable.tableName }),
          TOPIC_ARN: alertTopicArn,
          DASHBOARDS_URL: args.dashboardsUrl,
          RUNS_PER_MINUTE: String(settings.runsPerMinute),
          OVERLAP_SECONDS: String(args.loaderTimeout + visibleAfter),
          ALLOWED_LATENESS_MINUTES: String(settings.allowedLatenessMinutes),
          ALERT_LEVEL: settings.alertLevel,
          NOTIFY_LEVEL: settings.notifyLevel,
          GROWTH_MINUTES: String(settings.growthMinutes),
          ESCALATE_LEVEL: settings.escalateLevel,
          ESCALATE_MINUTES: String(settings.escalateMinutes),
          STORM_ALERTS: String(settings.stormAlerts),
          ...(settings.digest && { DIGEST_HOUR: String(settings.digestHour) }),
          POWERTOOLS_SERVICE_NAME: name,
          POWERTOOLS_METRICS_NAMESPACE: loaderMetricNamespace,
          POWERTOOLS_LOG_LEVEL: "INFO",
        },
        statements: [
          stateTable
            ? // What may be done there, the collection's data access policy says.
              { Sid: "ReadAndStore", Effect: "Allow", Action: "aoss:APIAccessAll", Resource: args.searchDomainArn }
            : {
                Sid: "ReadAndStore",
                Effect: "Allow",
                Action: "es:ESHttpPost",
                Resource: detectorPaths.map((path) => pulumi.interpolate`${args.searchDomainArn}/${path}`),
              },
          ...(stateTable ? [...stateTable.keepStatements("alert", "detector"), stateTable.findStatement("alert")] : []),
          { Sid: "TellAlerts", Effect: "Allow", Action: "sns:Publish", Resource: alertTopicArn },
        ],
      },
      { parent: this },
    );
    for (const partition of partitionsOf(settings.partitions)) {
      scheduleFunction(
        partition === undefined ? name : `${name}-${partition.number}`,
        {
          target: args.target,
          functionArn: detector.functionArn,
          description: "Correlates signals and raises alerts",
          roleDescription: "Starts the detector",
          expression: "rate(1 minute)",
          ...(partition && { input: JSON.stringify({ partition }) }),
          kmsKeyArn,
          startAfter: [detector.rolePolicy, ...startAfter],
        },
        this,
      );
    }
    this.alarms = detectorAlarms(detector.functionName, stateTable !== undefined).map((alarm) =>
      metricAlarm(`${name}-${alarm.name}`, alarm, args.alarmTopicArn, this),
    );
    this.functionName = detector.functionName;
    this.functionArn = detector.functionArn;
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
  }
}
