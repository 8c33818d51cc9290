import { isGiven, read } from "../graph";
import { definePolicy } from "../policy";
import { isUnknown } from "../unknown";
import { functionType } from "./functions";

const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

export default definePolicy({
  id: "lambda-log-group-managed",
  title: "Functions write JSON to a log group of the stack",
  rationale:
    "The log group that Lambda makes by itself is kept for ever, with AWS's key, and stays when the stack goes.",
  severity: "mandatory",
  service: "lambda",
  fix: "Make an aws.cloudwatch.LogGroup and name it in loggingConfig.logGroup, with logFormat JSON.",
  example: `const logs = new aws.cloudwatch.LogGroup("loader", { name: "/aws/lambda/loader", retentionInDays: 365, kmsKeyId: key.arn });
new aws.lambda.Function("loader", { loggingConfig: { logFormat: "JSON", logGroup: logs.name }, ...code });`,
  types: [functionType],
  scope: "stack",
  *check(lambda, graph) {
    if (!isGiven(lambda, "loggingConfig") || !isGiven(lambda, "loggingConfig", "logGroup")) {
      const name = read(lambda, "name");
      const own =
        typeof name === "string" ? graph.targetOf(`/aws/lambda/${name}`, lambda, "name", logGroupType) : undefined;
      if (own === undefined) yield "writes to a log group that nobody manages";
    }
    const config = lambda.props.loggingConfig;
    if (isUnknown(config)) return;
    const format = read(lambda, "loggingConfig", "logFormat");
    if (format !== "JSON") yield `logs as ${String(format ?? "Text")} instead of JSON`;
  },
});
