import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { tableKeys, tableMarks } from "../../functions/shared/state-table/table-shape";

/** Makes the table of alerts and of the detector's state as the component of the same name does. */
export async function createStateTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const hash = { AttributeName: tableKeys.kind, KeyType: "HASH" } as const;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [...Object.values(tableKeys), ...tableMarks].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
      KeySchema: [hash, { AttributeName: tableKeys.id, KeyType: "RANGE" }],
      GlobalSecondaryIndexes: tableMarks.map((mark) => ({
        IndexName: mark,
        KeySchema: [hash, { AttributeName: mark, KeyType: "RANGE" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      })),
    }),
  );
}
