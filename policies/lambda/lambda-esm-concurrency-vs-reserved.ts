import { isGiven, readNumber } from "../graph";
import { definePolicy } from "../policy";
import { functionType, mappingType } from "./functions";

export default definePolicy({
  id: "lambda-esm-concurrency-vs-reserved",
  title: "A function has the concurrency reserved that its mapping uses",
  rationale:
    "Lambda receives messages for functions that it may not start: they count as tried, and end as dead letters.",
  severity: "mandatory",
  service: "lambda",
  fix: "Raise reservedConcurrentExecutions of the function, or lower maximumConcurrency of the mapping.",
  example: `const loader = new aws.lambda.Function("loader", { reservedConcurrentExecutions: 20, ...code });
new aws.lambda.EventSourceMapping("logs", {
  eventSourceArn: queue.arn,
  functionName: loader.arn,
  scalingConfig: { maximumConcurrency: 20 },
});`,
  types: [mappingType],
  scope: "stack",
  *check(mapping, graph) {
    if (!isGiven(mapping, "scalingConfig")) return;
    const lambda = graph.target(mapping, "functionName", functionType);
    if (lambda === undefined || !isGiven(lambda, "reservedConcurrentExecutions")) return;
    const reserved = readNumber(lambda, "reservedConcurrentExecutions", -1);
    const maximum = readNumber(mapping, ["scalingConfig", "maximumConcurrency"], 0);
    if (reserved >= 0 && maximum > reserved)
      yield `runs ${maximum} of function ${lambda.name} at once, which has ${reserved} reserved`;
  },
});
