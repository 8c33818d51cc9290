import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
import { rawLine } from "../../../cli/rescue/edited-file";
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

describe("a replay that selects nothing", () => {
  const options = { bucket: "archive", region: "eu-west-1", endpoint: "https://domain.example.com", kind: "rejected" };
  const folder = mkdtempSync(join(tmpdir(), "siem-replay-"));
  let s3: AwsClientStub<S3Client>;
  before(() => {
    s3 = mockClient(S3Client);
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: "rejected/test-json/o-0.ndjson" }] });
    const Body = { transformToString: () => Promise.resolve(`${rejectedLineOf(1)}\n`) };
    s3.on(GetObjectCommand).resolves({ Body } as object);
  });
  after(() => {
    s3.restore();
    rmSync(folder, { recursive: true, force: true });
  });

  it("says so, also in a dry run", async () => {
    const said = "Nothing was replayed: nothing is put aside that the options select.";
    const { code, out } = await running(() => replayRejected({ ...options, key: "b/" }));
    assert.deepEqual([code, out], [0, `${said}\n`]);
    const dry = await running(() => replayRejected({ ...options, key: "b/", dryRun: true }));
    assert.deepEqual([dry.code, dry.out], [0, `${said} Nothing was changed: this was a dry run.\n`]);
  });

  it("says so of the file that a person has edited", async () => {
    const file = join(folder, "edited.ndjson");
    writeFileSync(file, rawLine({ file: "rejected/test-json/o-0.ndjson", line: rejectedLineOf(1) }));
    const { code, out } = await running(() => replayRejected({ ...options, file, key: "b/" }));
    assert.deepEqual([code, out], [0, `Nothing was replayed: ${file} holds no record that the options select.\n`]);
  });
});
