import { isGiven, readNumber } from "../graph";
import { definePolicy } from "../policy";
import { logGroupType } from "./types";

export default definePolicy({
  id: "cw-log-retention",
  title: "Log groups keep their logs for as long as the organisation asks",
  rationale: "A break-in is noticed after months; where nothing is said logs are kept, and paid for, without end.",
  severity: "advisory",
  service: "cloudwatch",
  securityHub: ["CloudWatch.16"],
  checkov: ["CKV_AWS_338", "CKV_AWS_66"],
  fix: "Set retentionInDays to at least the parameter minimumLogRetentionDays; 0 keeps logs for ever.",
  example: `new aws.cloudwatch.LogGroup("loader", { name: "/aws/lambda/loader", retentionInDays: 365, kmsKeyId: key.arn });`,
  types: [logGroupType],
  scope: "resource",
  parameters: ["minimumLogRetentionDays"],
  *check(group, _graph, { minimumLogRetentionDays }) {
    if (!isGiven(group, "retentionInDays")) {
      yield "does not say for how long it keeps its logs";
      return;
    }
    const days = readNumber(group, "retentionInDays", 0);
    if (days !== 0 && days < minimumLogRetentionDays)
      yield `keeps its logs for ${days} days instead of ${minimumLogRetentionDays}`;
  },
});
