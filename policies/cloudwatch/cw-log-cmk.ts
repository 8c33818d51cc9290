import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { logGroupType } from "./types";

export default definePolicy({
  id: "cw-log-cmk",
  title: "Log groups are encrypted with a customer key",
  rationale: "Logs of functions hold parts of what they handle; reading them becomes a second permission.",
  severity: "advisory",
  service: "cloudwatch",
  frameworks: { hipaa: ["164.312(a)(2)(iv)", "164.312(e)(2)(ii)"] },
  checkov: ["CKV_AWS_158"],
  fix: "Set kmsKeyId to a key of your own, whose policy allows logs.<region>.amazonaws.com to use it.",
  example: `new aws.cloudwatch.LogGroup("loader", { name: "/aws/lambda/loader", retentionInDays: 365, kmsKeyId: key.arn });`,
  types: [logGroupType],
  scope: "resource",
  *check(group) {
    if (!isGiven(group, "kmsKeyId")) yield "has no key of your own";
  },
});
