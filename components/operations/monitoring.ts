import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AwsTarget, currentTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import { pipelineAlarms } from "./alarms";
import { dashboardBody } from "./dashboard";
import { KeyWatch } from "./key-watch";
import { metricAlarm } from "./metric-alarm";
import type { Pipeline } from "./pipeline";
import { listPrices, type Prices } from "./prices";

export interface MonitoringArgs {
  /** Where the alarms are made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  readonly pipeline: Omit<Pipeline, "accountId">;
  /** Alarms of other parts, to be shown and summed up with the pipeline's. Default: none. */
  readonly otherAlarms?: readonly aws.cloudwatch.MetricAlarm[];
  /** Topic that the alarms notify. */
  readonly alarmTopicArn: pulumi.Input<string>;
  /** Keys without which logs are lost: that one is disabled is told. Default: none. */
  readonly keyArns?: readonly pulumi.Input<string>[];
  /** What the dashboard estimates the cost with. Default: list prices of us-east-1. */
  readonly prices?: Prices;
}

/**
 * A dashboard that says whether logs are lost, late, about to be too many, and what they cost; alarms that notify a topic;
 * and one alarm that sums them up.
 */
export class Monitoring extends SiemComponent {
  /** Of the alarm that is OK while no other one is in alarm: the SIEM is healthy. */
  readonly healthAlarmArn: pulumi.Output<string>;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:operations:Monitoring", name, args, opts);
    const { alarmTopicArn, otherAlarms = [], keyArns = [], prices = listPrices } = args;
    const child = { parent: this };
    const target = args.target ?? currentTarget(this);
    const pipeline = { ...args.pipeline, accountId: target.accountId };

    const alarms = [
      ...pipelineAlarms(pipeline).map((alarm) => metricAlarm(`${name}-${alarm.name}`, alarm, alarmTopicArn, this)),
      ...otherAlarms,
    ];
    const health = new aws.cloudwatch.CompositeAlarm(
      `${name}-healthy`,
      {
        alarmName: `${name}-healthy`,
        alarmDescription: "OK: the SIEM is healthy. In alarm: at least one of its alarms is, and has told so itself",
        alarmRule: pulumi
          .all(alarms.map(({ name: alarmName }) => alarmName))
          .apply((names) => names.map((alarmName) => `ALARM("${alarmName}")`).join(" OR ")),
      },
      child,
    );
    if (keyArns.length > 0) new KeyWatch(`${name}-keys`, { keyArns, topicArn: alarmTopicArn }, child);
    new aws.cloudwatch.Dashboard(
      name,
      {
        dashboardName: name,
        dashboardBody: dashboardBody({
          pipeline,
          prices,
          region: target.region,
          alarmArns: [health.arn, ...alarms.map(({ arn }) => arn)],
        }),
      },
      child,
    );

    this.healthAlarmArn = health.arn;
    this.registerOutputs({ healthAlarmArn: this.healthAlarmArn });
  }
}
