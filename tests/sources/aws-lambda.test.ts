import assert from "node:assert/strict";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";

async function sourcesOf(body: unknown): Promise<string[]> {
  const bytes = (async function* () {
    yield Buffer.from(JSON.stringify(body));
  })();
  const found: string[] = [];
  const options = { sources, now: () => new Date("2026-01-02T03:04:05.000Z") };
  for await (const record of normaliseObject({ bucket: "archive", key: "firehose/1" }, bytes, options)) {
    if (record.kind === "document") found.push(record.source);
  }
  return found;
}

const flow =
  "2 111122223333 eni-0123456789abcdef0 192.0.2.1 198.51.100.2 443 49152 6 1 40 1767322500 1767322560 ACCEPT OK";
const logEvents = ["START RequestId: 00000000-0000-4000-8000-000000000001 Version: 1", flow, "anything"].map(
  (message, index) => ({ id: String(index), timestamp: 1767322500000, message }),
);
const container = { container_id: "0123", container_name: "/ecs-web-1", ecs_cluster: "shop", source: "stdout" };

describe("logs that hold other logs", () => {
  it("leave a function's records of another source to that one, and keep all others", async () => {
    const subscription = {
      messageType: "DATA_MESSAGE",
      owner: "111122223333",
      logGroup: "/aws/lambda/f",
      logStream: "s",
      logEvents,
    };
    assert.deepEqual(await sourcesOf(subscription), ["aws-lambda", "aws-vpc-flow", "aws-lambda"]);
  });

  it("leave a container's lines of another source to that one", async () => {
    assert.deepEqual(await sourcesOf({ ...container, log: flow }), ["aws-vpc-flow"]);
    assert.deepEqual(await sourcesOf({ ...container, log: "listening" }), ["aws-ecs-firelens"]);
  });
});
