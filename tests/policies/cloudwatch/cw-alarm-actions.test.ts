import policy from "../../../policies/cloudwatch/cw-alarm-actions";
import { describePolicy, resource, UNKNOWN } from "../support";

const alarm = (props: Record<string, unknown>) => resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", props);

describePolicy(policy, {
  good: {
    "a topic": [alarm({ alarmActions: ["arn:aws:sns:eu-west-1:111122223333:t"] })],
    "a topic that is not made yet": [alarm({ alarmActions: [UNKNOWN], actionsEnabled: true })],
  },
  bad: {
    nobody: { graph: [alarm({})], says: /tells nobody/ },
    "an empty list": { graph: [alarm({ alarmActions: [] })], says: /tells nobody/ },
    off: { graph: [alarm({ alarmActions: ["arn:t"], actionsEnabled: false })], says: /actions off/ },
  },
  undecided: { "the actions are unknown": [alarm({ alarmActions: UNKNOWN })] },
});
