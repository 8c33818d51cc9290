import { graphOf } from "./graph";
import { writeLine } from "./output";

/** Prints the resources of a stage as a JSON array `[{type, name, inputs, id, arn?, urn, parent, deps}]`. */
export async function printGraph(stage: string): Promise<number> {
  await writeLine(JSON.stringify(await graphOf(stage), undefined, 2));
  return 0;
}
