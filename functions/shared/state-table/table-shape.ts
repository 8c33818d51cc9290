import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Keys of the table: what kind of document an item is, and its id among those. */
export const tableKeys = { kind: "kind", id: "id" } as const;

/** Alerts, what detectors remember, and what is known of who sends logs. */
export type DocumentKind = "alert" | "detector" | "silence";

/**
 * Marks of documents that are asked for by a mark: each is an attribute, and the name of an index of the items that have
 * it, by kind and mark. The indices hold keys only.
 */
export const tableMarks = ["due", "unsent", "unshown"] as const;

export type TableMark = (typeof tableMarks)[number];

/** A table of that shape. */
export interface StateTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}
