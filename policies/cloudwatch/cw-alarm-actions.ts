import { read, readList } from "../graph";
import { definePolicy } from "../policy";
import { alarmType } from "./types";

export default definePolicy({
  id: "cw-alarm-actions",
  title: "Every alarm tells somebody",
  rationale: "An alarm without action turns red in a console that nobody looks at.",
  severity: "mandatory",
  service: "cloudwatch",
  securityHub: ["CloudWatch.15", "CloudWatch.17"],
  checkov: ["CKV_AWS_319"],
  fix: "Set alarmActions to a topic, and leave actionsEnabled out.",
  example: `new aws.cloudwatch.MetricAlarm("errors", { alarmActions: [alarms.arn], ...metric });`,
  types: [alarmType],
  scope: "resource",
  *check(alarm) {
    const enabled = read(alarm, "actionsEnabled");
    if (enabled === false || enabled === "false") yield "has its actions off";
    else if (readList(alarm, "alarmActions").length === 0) yield "tells nobody";
  },
});
