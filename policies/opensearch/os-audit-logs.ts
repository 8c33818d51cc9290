import { definePolicy } from "../policy";
import { domainType, publishedLogs } from "./domains";

export default definePolicy({
  id: "os-audit-logs",
  title: "Every search domain publishes its audit log",
  rationale: "Who has searched, changed or deleted logs is otherwise written nowhere.",
  severity: "mandatory",
  service: "opensearch",
  securityHub: ["Opensearch.5"],
  checkov: ["CKV_AWS_317"],
  fix: "Add logType AUDIT_LOGS to logPublishingOptions, and switch audit logs on in the security plugin too.",
  example: `new aws.opensearch.Domain("siem", {
  logPublishingOptions: [{ logType: "AUDIT_LOGS", cloudwatchLogGroupArn: audit.arn }],
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!publishedLogs(domain).includes("AUDIT_LOGS")) yield "publishes no audit log";
  },
});
