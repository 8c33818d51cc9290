import { type ResourceNode, read, readTexts } from "../graph";

/** One target of a bucket's notifications. */
export interface Target {
  /** Property of the notification that lists it. */
  readonly list: "queues" | "topics" | "lambdaFunctions";
  readonly label: string;
  readonly arn: unknown;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

const lists = [
  ["queues", "queueArn"],
  ["topics", "topicArn"],
  ["lambdaFunctions", "lambdaFunctionArn"],
] as const;

/** Targets of a bucket's notifications. @throws Undecided where they are unknown; an ARN may be */
export function targetsOf(notification: ResourceNode): Target[] {
  return lists.flatMap(([list, arnProperty]) => {
    const items = read(notification, list);
    const count = Array.isArray(items) ? items.length : 0;
    return Array.from({ length: count }, (_, index) => {
      const text = (property: string) => String(read(notification, list, index, property) ?? "");
      return {
        list,
        label: text("id") || `${list}[${index}]`,
        arn: (items as readonly Readonly<Record<string, unknown>>[])[index]?.[arnProperty],
        events: readTexts(notification, list, index, "events"),
        prefix: text("filterPrefix"),
        suffix: text("filterSuffix"),
      };
    });
  });
}
