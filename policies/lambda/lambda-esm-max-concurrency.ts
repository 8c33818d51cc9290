import { isGiven, readNumber } from "../graph";
import { definePolicy } from "../policy";
import { mappingType, readsQueue } from "./functions";

export default definePolicy({
  id: "lambda-esm-max-concurrency",
  title: "Mappings of queues say how many functions run at once",
  rationale:
    "A full queue starts as many functions as the account has: others are throttled, and OpenSearch is overrun.",
  severity: "mandatory",
  service: "lambda",
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
  fix: "Set scalingConfig.maximumConcurrency to 2 to 1000.",
  example: `new aws.lambda.EventSourceMapping("logs", {
  eventSourceArn: queue.arn,
  functionName: loader.arn,
  scalingConfig: { maximumConcurrency: 20 },
});`,
  types: [mappingType],
  scope: "stack",
  *check(mapping, graph) {
    if (!isGiven(mapping, "scalingConfig")) {
      if (readsQueue(mapping, graph)) yield "says not how many functions run at once";
      return;
    }
    const maximum = readNumber(mapping, ["scalingConfig", "maximumConcurrency"], Number.NaN);
    if (!(maximum >= 2 && maximum <= 1000)) yield `has the concurrency ${maximum}; Lambda takes 2 to 1000`;
  },
});
