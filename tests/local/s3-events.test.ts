import assert from "node:assert/strict";
import { completeS3Event } from "../../local/event-pump/s3-events";

const emulated = (key: string) =>
  JSON.stringify({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "eu-west-1",
        eventTime: "2026-01-02T03:04:05.678Z",
        eventName: "ObjectCreated:Put",
        s3: { bucket: { name: "archive" }, object: { key, size: 3, eTag: "0cc175b9" } },
      },
    ],
  });

describe("completing an S3 event", () => {
  it("adds the version and sequencer that S3 sends, the same each time", async () => {
    const versionOf = () => Promise.resolve("v1");
    const completed = await completeS3Event(emulated("a.log"), versionOf);
    const { object } = JSON.parse(completed).Records[0].s3;
    assert.equal(object.versionId, "v1");
    assert.match(object.sequencer, /^[0-9A-F]{16,}$/);
    assert.equal(await completeS3Event(emulated("a.log"), versionOf), completed);
  });

  it("looks the version up by the decoded key and the ETag", async () => {
    let asked: readonly string[] = [];
    await completeS3Event(emulated("a+b%2Bc%C3%A9.log"), (...args) => {
      asked = args;
      return Promise.resolve(undefined);
    });
    assert.deepEqual(asked, ["archive", "a b+cé.log", "0cc175b9"]);
  });

  for (const versionId of [undefined, "null"]) {
    it(`adds no version in a bucket without versions (${String(versionId)})`, async () => {
      const completed = await completeS3Event(emulated("a.log"), () => Promise.resolve(versionId));
      assert.equal("versionId" in JSON.parse(completed).Records[0].s3.object, false);
    });
  }

  for (const body of ["not JSON", '{"Event":"s3:TestEvent"}', "[]", "null"]) {
    it(`leaves other messages as they are: ${body}`, async () => {
      assert.equal(await completeS3Event(body, () => Promise.reject(new Error("not asked"))), body);
    });
  }
});
