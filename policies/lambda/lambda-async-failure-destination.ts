import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { functionType, mappingType } from "./functions";

const invokeConfigType = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

export default definePolicy({
  id: "lambda-async-failure-destination",
  title: "Functions that are called without waiting send their failures somewhere",
  rationale: "Lambda drops an event after three tries: without a destination nobody knows.",
  severity: "advisory",
  service: "lambda",
  frameworks: { hipaa: ["164.312(b)"] },
  fix: "Set deadLetterConfig, or an aws.lambda.FunctionEventInvokeConfig with destinationConfig.onFailure.",
  example: `new aws.lambda.Function("configurator", { deadLetterConfig: { targetArn: alarms.arn }, ...code });`,
  types: [functionType],
  scope: "stack",
  *check(lambda, graph) {
    // The source of a mapping keeps what fails: a queue has its own dead-letter queue.
    if (graph.pointingAt(lambda, mappingType, "functionName").length > 0) return;
    if (isGiven(lambda, "deadLetterConfig") && isGiven(lambda, "deadLetterConfig", "targetArn")) return;
    const configs = graph.pointingAt(lambda, invokeConfigType, "functionName");
    if (!configs.some((config) => isGiven(config, "destinationConfig", "onFailure")))
      yield "loses events that it fails on";
  },
});
