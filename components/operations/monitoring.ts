import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AwsTarget, currentTarget } from "../aws/target";
import { pipelineAlarms } from "./alarms";
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
      const { name: suffix, description: alarmDescription, metric, ...rule } = alarm;
      const notify = [args.alarmTopicArn];
      new aws.cloudwatch.MetricAlarm(
        `${name}-${suffix}`,
        {
          name: `${name}-${suffix}`,
          alarmDescription,
          ...metric,
          ...rule,
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
