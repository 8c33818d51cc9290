import assert from "node:assert/strict";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
import { replayRejected } from "../../../cli/rescue/rejected-replay";
import { running } from "../running";
import { rejectedLineOf } from "./fakes";

describe("a dry run of a replay", () => {
  let s3: AwsClientStub<S3Client>;
  before(() => {
    s3 = mockClient(S3Client);
  });
  after(() => s3.restore());

  it("says how many documents of a source of the stack's own would be sent, whatever the source is called", async () => {
    const source = "linux-syslogd";
    const lines = [1, 2].map((ordinal) => `${rejectedLineOf(ordinal, { source })}\n`).join("");
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: `rejected/${source}/o-0.ndjson` }] });
    s3.on(GetObjectCommand).resolves({ Body: { transformToString: () => Promise.resolve(lines) } } as object);
    const options = { bucket: "archive", region: "eu-west-1", kind: "rejected", source, dryRun: true };
    const { code, out } = await running(() => replayRejected(options));
    assert.equal(code, 0);
    assert.match(out, /Rejected records: 2[\s\S]*^2 documents would be sent again\. Nothing was changed/m);
    s3.on(ListObjectsV2Command).resolves({});
    await assert.rejects(replayRejected(options), /no log source "linux-syslogd" .*did you mean linux-syslog\?/);
  });
});
