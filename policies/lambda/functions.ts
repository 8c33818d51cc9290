import { isGiven, type ResourceGraph, type ResourceNode, read } from "../graph";

export const functionType = "aws:lambda/function:Function";
export const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";

/** Service of the source that a mapping reads; undefined where the ARN does not say. @throws Undecided */
export function sourceService(mapping: ResourceNode): string | undefined {
  const source = read(mapping, "eventSourceArn");
  return typeof source === "string" ? source.split(":")[2] : undefined;
}

/** Whether a mapping reads a queue. @throws Undecided where its source is unknown */
export function readsQueue(mapping: ResourceNode, graph: ResourceGraph): boolean {
  return (
    graph.target(mapping, "eventSourceArn", "aws:sqs/queue:Queue") !== undefined || sourceService(mapping) === "sqs"
  );
}

export function isInVpc(lambda: ResourceNode): boolean {
  return isGiven(lambda, "vpcConfig") && isGiven(lambda, "vpcConfig", "subnetIds");
}
