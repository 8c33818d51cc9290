import assert from "node:assert/strict";
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { S3AsideStore } from "../../../../functions/loader/adapters/aside-store";
import { DependencyError } from "../../../../functions/shared/errors";

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode } });
}

const changed = refusal("PreconditionFailed", 412);
// The mock wants the whole of the SDK's stream.
const holding = (text: string, ETag: string) => ({
  Body: { transformToString: () => Promise.resolve(text) } as never,
  ETag,
});

describe("what is put aside in S3", () => {
  const s3 = mockClient(S3Client);
  const aside = new S3AsideStore(new S3Client({ region: "eu-west-1" }), "archive");
  const put = (call: number) => s3.commandCalls(PutObjectCommand)[call]?.args[0].input ?? assert.fail();
  const append = (held: string | undefined): string => `${held ?? ""}new\n`;
  beforeEach(() => s3.reset());
  after(() => s3.restore());

  it("is written into its bucket", async () => {
    s3.on(PutObjectCommand).resolves({});
    await aside.write("quarantine/a", "{}\n");
    const { Bucket, Key, Body, IfMatch, IfNoneMatch } = put(0);
    assert.deepEqual(
      [Bucket, Key, Body, IfMatch, IfNoneMatch],
      ["archive", "quarantine/a", "{}\n", undefined, undefined],
    );
  });

  it("is made without looking where there is nothing yet", async () => {
    s3.on(PutObjectCommand).resolves({});
    await aside.update("rejected/a", append);
    assert.deepEqual([put(0).Body, put(0).IfNoneMatch], ["new\n", "*"]);
    assert.equal(s3.commandCalls(GetObjectCommand).length, 0);
  });

  for (const error of [changed, refusal("ConditionalRequestConflict", 409)]) {
    it(`is added to what is there after ${error.name}`, async () => {
      s3.on(PutObjectCommand).rejectsOnce(error).resolves({});
      s3.on(GetObjectCommand).resolves(holding("old\n", '"e1"'));
      await aside.update("rejected/a", append);
      assert.deepEqual([put(1).Body, put(1).IfMatch], ["old\nnew\n", '"e1"']);
    });
  }

  it("loses nothing that somebody else writes between reading and writing, nor is it written where it was removed", async () => {
    s3.on(PutObjectCommand)
      .rejectsOnce(changed)
      .rejectsOnce(changed)
      .rejectsOnce(refusal("NoSuchKey", 404))
      .resolves({});
    s3.on(GetObjectCommand)
      .resolvesOnce(holding("one\n", '"e1"'))
      .resolvesOnce(holding("two\n", '"e2"'))
      .rejects(refusal("NoSuchKey", 404));
    await aside.update("rejected/a", append);
    assert.deepEqual([put(2).Body, put(2).IfMatch], ["two\nnew\n", '"e2"']);
    assert.deepEqual([put(3).Body, put(3).IfNoneMatch], ["new\n", "*"]);
  });

  it("is given up, to be delivered again, when others change it all the time", async () => {
    s3.on(PutObjectCommand).rejects(changed);
    s3.on(GetObjectCommand).resolves(holding("old\n", '"e1"'));
    await assert.rejects(aside.update("rejected/a", append), DependencyError);
  });

  it("says what to check when it may not be written or read", async () => {
    s3.on(PutObjectCommand).rejects(refusal("AccessDenied", 403));
    s3.on(GetObjectCommand).rejects(refusal("AccessDenied", 403));
    await assert.rejects(aside.write("rejected/a", ""), /S3 denies access/);
    await assert.rejects(aside.update("rejected/a", append), /S3 denies access/);
    await assert.rejects(aside.read("rejected/a"), /S3 denies access/);
  });

  it("fails on a missing bucket: it is not a key that others removed", async () => {
    s3.on(PutObjectCommand).rejects(refusal("NoSuchBucket", 404));
    await assert.rejects(aside.update("rejected/a", append), /NoSuchBucket/);
    assert.equal(s3.commandCalls(PutObjectCommand).length, 1);
  });
});
