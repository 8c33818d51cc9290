import { definePolicy } from "../policy";
import { domainType, publishedLogs } from "./domains";

const wanted = ["ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"] as const;

export default definePolicy({
  id: "os-app-slow-logs",
  title: "Every search domain publishes its application log and both slow logs",
  rationale: "Why documents are refused or searches are slow is otherwise guessed.",
  severity: "advisory",
  service: "opensearch",
  securityHub: ["Opensearch.4"],
  checkov: ["CKV_AWS_84"],
  fix: `Add ${wanted.join(", ")} to logPublishingOptions.`,
  example: `new aws.opensearch.Domain("siem", {
  logPublishingOptions: [
    { logType: "ES_APPLICATION_LOGS", cloudwatchLogGroupArn: application.arn },
    { logType: "INDEX_SLOW_LOGS", cloudwatchLogGroupArn: indexSlow.arn },
    { logType: "SEARCH_SLOW_LOGS", cloudwatchLogGroupArn: searchSlow.arn },
  ],
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    const published = publishedLogs(domain);
    const missing = wanted.filter((type) => !published.includes(type));
    if (missing.length > 0) yield `does not publish ${missing.join(", ")}`;
  },
});
