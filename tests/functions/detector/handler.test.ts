import * as assert from "node:assert/strict";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { BatchGetItemCommand, DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { mockClient } from "aws-sdk-client-mock";
import type * as Handler from "../../../functions/detector/handler";
import { ConfigurationError, OutageError } from "../../../functions/shared/errors";
import { loadFunction } from "../../support/function-environment";
import { SearchServer } from "../loader/search-server";

const path = require.resolve("../../../functions/detector/handler");
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

describe("the detector's function", () => {
  const server = new SearchServer();
  let settings: Readonly<Record<string, string>>;
  before(async () => {
    settings = {
      OPENSEARCH_ENDPOINT: await server.start(),
      TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:alerts",
      RUNS_PER_MINUTE: "1",
      OVERLAP_SECONDS: "360",
      ALLOWED_LATENESS_MINUTES: "60",
      ALERT_LEVEL: "low",
      NOTIFY_LEVEL: "medium",
      GROWTH_MINUTES: "60",
      ESCALATE_LEVEL: "high",
      ESCALATE_MINUTES: "60",
      STORM_ALERTS: "20",
      DIGEST_HOUR: "7",
    };
  });
  after(() => server.stop());
  let restore: () => void = () => undefined;
  afterEach(() => restore());

  const started = (environment: Readonly<Record<string, string>>) => {
    const loaded = loadFunction<typeof Handler>(path, environment);
    ({ restore } = loaded);
    return loaded.exports.createHandler({});
  };

  it("fails where OpenSearch does, so that the alarm goes off; the next run does what this one did not", async () => {
    server.answers = [{ status: 503, body: "unavailable" }];
    await assert.rejects(started(settings)({}, context), OutageError);
    assert.deepEqual(
      server.requests.map((request) => request.path),
      ["/siem_detector/_mget"],
    );
  });

  it("has a state of its own for each partition", async () => {
    server.requests.length = 0;
    server.answers = [{ status: 503, body: "unavailable" }];
    await assert.rejects(started(settings)({ partition: { number: 1, of: 3 } }, context), OutageError);
    assert.deepEqual(
      server.requests.map((request) => JSON.parse(request.body) as unknown),
      [{ ids: ["watermark-1-of-3"] }],
    );
  });

  it("counts alerts that could not be shown to searches, and ends well all the same", async () => {
    const dynamoDb = mockClient(DynamoDBClient);
    dynamoDb.onAnyCommand().resolves({});
    const watermark = new Date(Date.now() - 1_000).toISOString();
    const item = { id: { S: "watermark" }, version: { N: "1" }, document: { S: JSON.stringify({ watermark }) } };
    dynamoDb.on(BatchGetItemCommand).resolves({ Responses: { state: [item] } });
    dynamoDb.on(QueryCommand, { IndexName: "unshown" }).rejects(new Error("throttled"));
    const nothing = { timed_out: false, _shards: { failed: 0 }, hits: { hits: [] }, aggregations: {} };
    server.answers = Array.from({ length: 10 }, () => ({ status: 200, body: nothing }));
    const counted = new Map<string, number>();
    const { addMetric } = Metrics.prototype;
    Metrics.prototype.addMetric = function add(name, _, value) {
      counted.set(name, value);
      return this;
    };
    const { DIGEST_HOUR: _, ...others } = settings;
    try {
      await started({ ...others, OPENSEARCH_SERVICE: "aoss", STATE_TABLE: "state" })({}, context);
    } finally {
      Metrics.prototype.addMetric = addMetric;
      dynamoDb.restore();
      server.answers = [];
    }
    assert.deepEqual([counted.get("AlertsUnshown"), counted.get("DetectorRuns")], [1, 1]);
  });

  it("names what is wrong with its settings", async () => {
    await assert.rejects(started({ ...settings, NOTIFY_LEVEL: "loud" })({}, context), (error) => {
      assert.ok(error instanceof ConfigurationError, String(error));
      assert.match(error.message, /NOTIFY_LEVEL must be one of informational, low/);
      return true;
    });
  });
});
