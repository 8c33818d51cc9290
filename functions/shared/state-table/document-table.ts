import { setTimeout as sleep } from "node:timers/promises";
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { DependencyError } from "../errors";
import { asRecord, type JsonObject } from "../values";
import type { VersionedDocument, VersionedDocuments } from "../versioned-documents";
import { type DocumentKind, type TableMark, tableKeys } from "./table-shape";

/** DynamoDB reads so many items at once. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const itemsAtOnce = 100;
/** How often items are asked for again that DynamoDB left out of an answer. */
const attempts = 8;
/** Until they are asked for the first time again; twice as long each time, of which half is left to chance. */
const firstPauseMilliseconds = 50;

type Item = Readonly<Record<string, AttributeValue>>;

/** Marks that a document has, with what they are ordered by. */
export type DocumentMarks = Readonly<Partial<Record<TableMark, string | undefined>>>;

/** How a table's user waits. */
export interface Waiting {
  sleep(milliseconds: number): Promise<unknown>;
  /** From 0 to 1. */
  random(): number;
}

const realWaiting: Waiting = { sleep: (milliseconds) => sleep(milliseconds), random: Math.random };

/** Versioned documents of a kind in a table of DynamoDB, as JSON, each with a number that grows with each write. */
export class DocumentTable implements VersionedDocuments {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
    private readonly kind: DocumentKind,
    private readonly marksOf: (source: JsonObject) => DocumentMarks = () => ({}),
    private readonly waiting = realWaiting,
  ) {}

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, VersionedDocument>> {
    const found = new Map<string, VersionedDocument>();
    for (let from = 0; from < ids.length; from += itemsAtOnce) {
      for (const item of await this.items(ids.slice(from, from + itemsAtOnce))) {
        const [id, version] = [item.id?.S, item.version?.N];
        if (id !== undefined && version !== undefined) found.set(id, { source: sourceOf(item), version });
      }
    }
    return found;
  }

  async write(id: string, source: JsonObject, version: string | undefined): Promise<string | undefined> {
    const next = String(Number(version ?? 0) + 1);
    const marks = Object.entries(this.marksOf(source)).flatMap(([mark, value]) =>
      value === undefined ? [] : [[mark, { S: value }] as const],
    );
    const item = { ...this.key(id), version: { N: next }, document: { S: JSON.stringify(source) } };
    const isWritten = await this.ifVersion(id, () =>
      this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: { ...item, ...Object.fromEntries(marks) },
          ...(version === undefined
            ? { ConditionExpression: "attribute_not_exists(id)" }
            : { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": { N: version } } }),
        }),
      ),
    );
    return isWritten ? next : undefined;
  }

  /** Ids of documents with a mark, in its order; written in the last moments, one may be missing, or be there still. */
  async marked(mark: TableMark, limit: number, until?: string): Promise<readonly string[]> {
    const ids: string[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const answer = await this.attempt(`search ${mark}`, () =>
        this.client.send(
          new QueryCommand({
            TableName: this.tableName,
            IndexName: mark,
            KeyConditionExpression: until === undefined ? "kind = :kind" : "kind = :kind AND #mark <= :until",
            ...(until !== undefined && { ExpressionAttributeNames: { "#mark": mark } }),
            ExpressionAttributeValues: {
              ":kind": { S: this.kind },
              ...(until !== undefined && { ":until": { S: until } }),
            },
            Limit: limit - ids.length,
            ExclusiveStartKey,
          }),
        ),
      );
      ids.push(...(answer.Items ?? []).flatMap(({ id }) => id?.S ?? []));
      ExclusiveStartKey = answer.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined && ids.length < limit);
    return ids;
  }

  /** @returns false if somebody has written the document since `version` was read: it keeps its marks then. */
  unmark(id: string, mark: TableMark, version: string): Promise<boolean> {
    return this.ifVersion(id, () =>
      this.client.send(
        new UpdateItemCommand({
          TableName: this.tableName,
          Key: this.key(id),
          UpdateExpression: "REMOVE #mark",
          ConditionExpression: "version = :version",
          ExpressionAttributeNames: { "#mark": mark },
          ExpressionAttributeValues: { ":version": { N: version } },
        }),
      ),
    );
  }

  private key(id: string) {
    return { [tableKeys.kind]: { S: this.kind }, [tableKeys.id]: { S: id } };
  }

  private async items(ids: readonly string[]): Promise<readonly Item[]> {
    const found: Item[] = [];
    let request: BatchGetItemCommandInput["RequestItems"] = {
      [this.tableName]: { Keys: [...new Set(ids)].map((id) => this.key(id)), ConsistentRead: true },
    };
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (attempt > 0) await this.pause(attempt);
      const command = new BatchGetItemCommand({ RequestItems: request });
      const answer: BatchGetItemCommandOutput = await this.attempt("read", () => this.client.send(command));
      found.push(...(answer.Responses?.[this.tableName] ?? []));
      request = answer.UnprocessedKeys;
      // An answer has 16 MB at most; what is left is asked for again.
      if (request === undefined || Object.keys(request).length === 0) return found;
    }
    throw new DependencyError(`Could not read from table ${this.tableName}: it leaves items out all the time`);
  }

  /** DynamoDB also leaves out what is asked for faster than it gives. */
  private async pause(attempt: number): Promise<void> {
    const { sleep, random } = this.waiting;
    await sleep(firstPauseMilliseconds * 2 ** (attempt - 1) * (0.5 + 0.5 * random()));
  }

  /** Whether a conditional write was done. */
  private async ifVersion(id: string, write: () => Promise<unknown>): Promise<boolean> {
    return this.attempt(`write ${this.kind} ${id}`, async () => {
      try {
        await write();
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    });
  }

  private async attempt<Result>(purpose: string, request: () => Promise<Result>): Promise<Result> {
    try {
      return await request();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DependencyError(`Could not ${purpose} in table ${this.tableName}: ${reason}`, { cause });
    }
  }
}

/** Empty of an item whose document somebody has made unreadable, which must not keep the others from being read. */
function sourceOf({ document }: Item): JsonObject {
  try {
    return asRecord(JSON.parse(document?.S ?? "")) ?? {};
  } catch {
    return {};
  }
}
