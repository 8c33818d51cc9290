import assert from "node:assert/strict";
import {
  BatchGetItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import type { Cluster } from "../../../functions/configurator/cluster";
import { alertDocument } from "../../../functions/detector/alerts/alert-document";
import { Detector } from "../../../functions/detector/detector-run";
import { policy } from "./alerts/memory";
import { anAlert } from "./store-contract";

const now = Date.parse("2026-01-31T10:00:00Z");

describe("a run of a detector that keeps alerts in a table", () => {
  const client = new DynamoDBClient({ region: "eu-west-1" });
  const dynamoDb = mockClient(client);
  afterEach(() => dynamoDb.reset());
  after(() => dynamoDb.restore());

  /** Finds no signals. */
  const cluster: Cluster = async ({ path, body }) => {
    if (path !== "/_bulk") {
      return { status: 200, body: { timed_out: false, _shards: { failed: 0 }, hits: { hits: [] }, aggregations: {} } };
    }
    const error = { type: "mapper_parsing_exception" };
    const items = ["refused", "taken"]
      .filter((id) => String(body).includes(`"_id":"${id}"`))
      .map((_id) => ({ index: { _id, ...(_id === "refused" && { error }) } }));
    return { status: 200, body: { items } };
  };
  const run = () =>
    new Detector(
      { rules: [], correlations: [], filters: [] },
      cluster,
      async () => undefined,
      { overlap: 0, allowedLateness: 0, alertLevel: "low", policy, stateTable: { client, tableName: "state" } },
      () => new Date(now),
    ).run(Number.POSITIVE_INFINITY, undefined);
  const watermarks = () =>
    dynamoDb
      .commandCalls(PutItemCommand)
      .map(({ args: [{ input }] }) => (JSON.parse(input.Item?.document?.S ?? "") as { watermark: string }).watermark);
  const state = { kind: { S: "detector" }, id: { S: "watermark" }, version: { N: "1" } };

  beforeEach(() => {
    dynamoDb.on(PutItemCommand).resolves({}).on(UpdateItemCommand).resolves({}).on(QueryCommand).resolves({});
    dynamoDb
      .on(BatchGetItemCommand)
      .callsFake(({ RequestItems }: { RequestItems: { state: { Keys: { id: { S: string } }[] } } }) => {
        const items = RequestItems.state.Keys.map(({ id }) =>
          id.S === "watermark"
            ? { ...state, document: { S: JSON.stringify({ watermark: new Date(now - 60_000).toISOString() }) } }
            : { id, version: { N: "1" }, document: { S: JSON.stringify(alertDocument(anAlert(id.S))) } },
        );
        return { Responses: { state: items } };
      });
  });

  it("goes on where an alert is refused by searches, counts it, and shows the others", async () => {
    dynamoDb
      .on(QueryCommand, { IndexName: "unshown" })
      .resolves({ Items: ["refused", "taken"].map((id) => ({ id: { S: id } })) });
    const { watermark, unshown } = await run();
    assert.equal(watermark, now);
    assert.deepEqual(unshown, {
      count: 1,
      reasons: ['OpenSearch does not take an alert to be searched: {"type":"mapper_parsing_exception"}'],
    });
    assert.deepEqual(watermarks(), [new Date(now).toISOString()]);
    const shown = dynamoDb.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => input.Key?.id?.S);
    assert.deepEqual(shown, ["taken"]);
  });

  it("goes on where it cannot find out what is to be shown, and counts that", async () => {
    dynamoDb.on(QueryCommand, { IndexName: "unshown" }).rejects(new Error("throttled"));
    const { watermark, unshown } = await run();
    assert.deepEqual(
      [watermark, unshown],
      [now, { count: 1, reasons: ["Could not search unshown in table state: throttled"] }],
    );
  });

  it("fails with what kept it from raising alerts, not from showing them", async () => {
    dynamoDb.on(QueryCommand, { IndexName: "unshown" }).rejects(new Error("throttled"));
    dynamoDb.on(QueryCommand, { IndexName: "due" }).rejects(new Error("forbidden"));
    await assert.rejects(run(), /Could not search due in table state: forbidden/);
    assert.deepEqual(watermarks(), []);
  });
});
