import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AwsTarget, currentTarget } from "../aws/target";
import { type AlarmDefinition, pipelineAlarms } from "./alarms";
import { dashboardBody } from "./dashboard";
import type { Pipeline } from "./pipeline";

export interface MonitoringArgs {
  /** Where the alarms are made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  readonly pipeline: Omit<Pipeline, "accountId">;
  /** GiB of storage of one data node of the search domain. */
  readonly volumeGib: number;
  /** Topic that the alarms notify. */
  readonly alarmTopicArn: pulumi.Input<string>;
}

/** A dashboard of the pipeline, and alarms that notify a topic. */
export class Monitoring extends pulumi.ComponentResource {
  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:operations:Monitoring", name, {}, opts);
    const child = { parent: this };
    const target = args.target ?? currentTarget(this);
    const pipeline = { ...args.pipeline, accountId: target.accountId };

    for (const alarm of pipelineAlarms(pipeline, args.volumeGib)) {
      const alarmName = `${name}-${alarm.name}`;
      const notify = [args.alarmTopicArn];
      new aws.cloudwatch.MetricAlarm(
        alarmName,
        {
          name: alarmName,
          alarmDescription: alarm.description,
          comparisonOperator: alarm.comparisonOperator,
          threshold: alarm.threshold,
          evaluationPeriods: alarm.evaluationPeriods,
          ...measured(alarm),
          // No messages, no errors: these metrics are silent while all is well.
          treatMissingData: "notBreaching",
          alarmActions: notify,
          okActions: notify,
        },
        child,
      );
    }
    new aws.cloudwatch.Dashboard(
      name,
      { dashboardName: name, dashboardBody: dashboardBody(pipeline, target.region) },
      child,
    );

    this.registerOutputs({});
  }
}

function measured({ name, metric, statistic, period }: AlarmDefinition) {
  if (!("query" in metric)) return { ...metric, statistic, period };
  return { metricQueries: [{ id: "value", label: name, expression: metric.query, period, returnData: true }] };
}
