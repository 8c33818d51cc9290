import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmDefinition } from "./alarms";

/** Makes an alarm that tells a topic when it goes off, and when it is over. */
export function metricAlarm(
  name: string,
  alarm: AlarmDefinition,
  topicArn: pulumi.Input<string>,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm {
  const notify = [topicArn];
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name,
      alarmDescription: alarm.description,
      comparisonOperator: alarm.comparisonOperator,
      threshold: alarm.threshold,
      evaluationPeriods: alarm.evaluationPeriods,
      ...measured(alarm),
      // No messages, no errors: most metrics are silent while all is well.
      treatMissingData: alarm.missingData ?? "notBreaching",
      alarmActions: notify,
      okActions: notify,
    },
    { parent },
  );
}

function measured({ name, metric, statistic, period }: AlarmDefinition) {
  if (!("query" in metric)) return { ...metric, statistic, period };
  return { metricQueries: [{ id: "value", label: name, expression: metric.query, period, returnData: true }] };
}
