import assert from "node:assert/strict";
import { normaliseObject } from "../../../../functions/loader/normalise";
import { arrival, jsonSource, lineSource, now } from "../support";

const key = "exports/0f6a1b2c-3d4e-5f60-7a8b-9c0d1e2f3a4b/my-stream/000000.gz";

async function load(content: string, objectKey = key) {
  const body = (async function* () {
    yield Buffer.from(content);
  })();
  const object = { bucket: "archive", key: objectKey, lastModified: arrival };
  const records = normaliseObject(object, body, { sources: [jsonSource, lineSource], now: () => now });
  const documents = [];
  for await (const record of records) if (record.kind === "document") documents.push(record);
  return { documents, summary: records.summary };
}

describe("objects that CloudWatch Logs exports", () => {
  it("hold the time of each event before its message, which may be JSON of any source", async () => {
    const { documents, summary } = await load(
      '2026-01-02T01:00:00.123Z {"n": 1}\n2026-01-02T01:00:01.000Z LOG a\n2026-01-02T01:00:02.000Z {"n": 2}\n',
    );
    assert.deepEqual(
      documents.map(({ source, document }) => [source, document["@timestamp"], document.log?.offset]),
      [
        ["test-json", "2026-01-02T01:00:00.123Z", 0],
        ["test-lines", "2026-01-02T01:00:01.000Z", 34],
        ["test-json", "2026-01-02T01:00:02.000Z", 65],
      ],
    );
    assert.deepEqual([summary.source, summary.received, summary.pipelineErrors], ["test-json", 3, 0]);
  });

  it("keep messages of several lines whole", async () => {
    const { documents } = await load(
      '2026-01-02T01:00:00.123Z {\n "n": 1,\n "text": "x"}\n2026-01-02T01:00:01.000Z {"n": 2}',
    );
    assert.equal(documents.length, 2);
    assert.deepEqual(documents[0]?.document["test"], { n: 1, text: "x" });
  });

  it("are one document where no source knows their events", async () => {
    const { documents, summary } = await load("2026-01-02T01:00:00.123Z hello\n2026-01-02T01:00:01.000Z there\n");
    assert.deepEqual([documents.length, summary.outcome], [1, "unrecognised"]);
  });

  it("may be empty, or only a test whether they can be written", async () => {
    assert.equal((await load("")).summary.outcome, "empty");
    const { summary } = await load("Permission Check Successful", "exports/aws-logs-write-test");
    assert.deepEqual([summary.outcome, summary.dropped], ["skipped", { "write-test": 1 }]);
  });
});
