import assert from "node:assert/strict";
import { BatchGetItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { DependencyError } from "../../../../functions/shared/errors";
import { DocumentTable } from "../../../../functions/shared/state-table/document-table";

describe("documents in a table of DynamoDB", () => {
  const client = new DynamoDBClient({ region: "eu-west-1" });
  const dynamoDb = mockClient(client);
  let pauses: number[];
  let table: DocumentTable;
  const keys = (...ids: readonly string[]) => ids.map((id) => ({ kind: { S: "alert" }, id: { S: id } }));
  const items = (...ids: readonly string[]) =>
    keys(...ids).map((key) => ({ ...key, version: { N: "1" }, document: { S: "{}" } }));

  beforeEach(() => {
    dynamoDb.reset();
    pauses = [];
    const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
    table = new DocumentTable(client, "state", "alert", undefined, { sleep, random: () => 0.5 });
  });
  after(() => dynamoDb.restore());

  it("are asked for again that an answer leaves out, after pauses that grow", async () => {
    dynamoDb
      .on(BatchGetItemCommand)
      .resolvesOnce({ Responses: { state: items("a") }, UnprocessedKeys: { state: { Keys: keys("b", "c") } } })
      .resolvesOnce({ Responses: { state: [] }, UnprocessedKeys: { state: { Keys: keys("b", "c") } } })
      .resolvesOnce({ Responses: { state: items("b", "c") } });
    assert.deepEqual([...(await table.read(["a", "b", "c"])).keys()], ["a", "b", "c"]);
    assert.deepEqual(pauses, [37.5, 75]);
    const [, , last] = dynamoDb.commandCalls(BatchGetItemCommand);
    assert.deepEqual(last?.args[0].input.RequestItems, { state: { Keys: keys("b", "c") } });
  });

  it("are read without a pause where nothing is left out", async () => {
    dynamoDb.on(BatchGetItemCommand).resolves({ Responses: { state: items("a") }, UnprocessedKeys: {} });
    await table.read(["a"]);
    assert.deepEqual(pauses, []);
  });

  it("are given up on that are left out all the time", async () => {
    dynamoDb.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { state: { Keys: keys("a") } } });
    await assert.rejects(table.read(["a"]), (error) => {
      assert.ok(error instanceof DependencyError, String(error));
      assert.match(error.message, /table state: it leaves items out all the time/);
      return true;
    });
    assert.deepEqual(
      pauses,
      [1, 2, 4, 8, 16, 32, 64].map((times) => times * 37.5),
    );
  });
});
