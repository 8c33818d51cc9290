import * as assert from "node:assert/strict";
import type { Context } from "aws-lambda";
import type * as Handler from "../../../functions/fast-lane/handler";
import { ConfigurationError, DependencyError } from "../../../functions/shared/errors";
import { loadFunction } from "../../support/function-environment";
import { cloudTrailRule, ruleSet } from "../detector/rules";
import { SearchServer } from "../loader/search-server";

const event = {
  version: "0",
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.cloudtrail",
  account: "111122223333",
  region: "eu-west-1",
  detail: {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", userName: "mary" },
    eventTime: "2026-01-02T02:12:05Z",
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    eventID: "11111111-2222-4333-8444-000000000001",
    recipientAccountId: "111122223333",
  },
};
const context = {} as Context;
const detection = ruleSet(cloudTrailRule("stopped", "StopLogging"));
const path = require.resolve("../../../functions/fast-lane/handler");

describe("the fast lane's function", () => {
  const server = new SearchServer();
  let endpoint: string;
  before(async () => {
    endpoint = await server.start();
  });
  after(() => server.stop());
  let restore: () => void = () => undefined;
  afterEach(() => restore());

  const started = (environment: Readonly<Record<string, string>>) => {
    const loaded = loadFunction<typeof Handler>(path, environment);
    ({ restore } = loaded);
    return loaded.exports.createHandler({ detection });
  };

  it("creates signals in the domain, signed, and nothing else", async () => {
    await started({ OPENSEARCH_ENDPOINT: endpoint })(event, context);
    const [request, ...others] = server.requests;
    assert.equal(others.length, 0);
    assert.match(String(request?.headers.authorization), /^AWS4-HMAC-SHA256 .*\/eu-west-1\/es\/aws4_request/);
    const [action, document] = String(request?.body).split("\n");
    const { create } = JSON.parse(action ?? "") as { create: { _index: string } };
    assert.match(create._index, /^siem-signals-2026-01$/);
    assert.equal((JSON.parse(document ?? "") as { rule: { id: string } }).rule.id, "stopped");
  });

  it("fails, so that Lambda tries again and then tells the alarm topic, where the domain takes nothing", async () => {
    server.answers = [{ status: 503, body: "unavailable" }];
    await assert.rejects(started({ OPENSEARCH_ENDPOINT: endpoint })(event, context), DependencyError);
  });

  it("says what it lacks", async () => {
    await assert.rejects(started({ OPENSEARCH_ENDPOINT: "" })(event, context), (error) => {
      assert.ok(error instanceof ConfigurationError, String(error));
      assert.match(error.message, /OPENSEARCH_ENDPOINT and AWS_REGION must be set/);
      return true;
    });
  });
});
