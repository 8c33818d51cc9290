import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
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
  let s3: AwsClientStub<S3Client>;
  before(() => {
    s3 = mockClient(S3Client);
  });
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

  it("is no fault of the log object where it lies in an archive storage class: it stays to be done", async () => {
    s3.on(PutObjectCommand).rejects(changed);
    s3.on(GetObjectCommand).rejects(refusal("InvalidObjectState", 403));
    await assert.rejects(aside.update("rejected/a", append), (error: unknown) => {
      assert.ok(error instanceof DependencyError, String(error));
      assert.match(error.message, /put aside.*archive storage class: restore it/);
      assert.deepEqual(error.place, { bucket: "archive", key: "rejected/a" });
      return true;
    });
  });

  it("fails on a missing bucket: it is not a key that others removed", async () => {
    s3.on(PutObjectCommand).rejects(refusal("NoSuchBucket", 404));
    await assert.rejects(aside.update("rejected/a", append), /NoSuchBucket/);
    assert.equal(s3.commandCalls(PutObjectCommand).length, 1);
  });
});

describe("what is put aside in an S3 that hangs", () => {
  const accept: RequestListener = () => undefined;
  const begin: RequestListener = (_, response) => {
    response.writeHead(200, { "content-length": "100", etag: '"e1"' });
    response.write("{");
  };
  for (const [name, listener, work] of [
    ["takes no note", accept, (aside: S3AsideStore) => aside.write("quarantine/a", "{}")],
    ["takes no file", accept, (aside: S3AsideStore) => aside.update("rejected/a", () => "{}")],
    ["answers no reading", accept, (aside: S3AsideStore) => aside.read("rejected/a")],
    ["gives half of a file", begin, (aside: S3AsideStore) => aside.read("rejected/a")],
  ] as const) {
    it(`is given up when the time is over: one that ${name}`, async function () {
      this.timeout(30_000);
      const server = createServer(listener);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" };
      const client = new S3Client({ endpoint, region: "eu-west-1", credentials, forcePathStyle: true });
      const aside = new S3AsideStore(client, "archive").endingAt(Date.now() + 200);
      try {
        await assert.rejects(work(aside), (error: unknown) => {
          assert.ok(error instanceof DependencyError, String(error));
          assert.match(error.message, /^S3 did not answer in time$/);
          return true;
        });
      } finally {
        client.destroy();
        server.closeAllConnections();
        server.close();
      }
    });
  }
});
