import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { S3LogStore } from "../../../../functions/loader/adapters/log-store";
import { DependencyError, ObjectError } from "../../../../functions/shared/errors";
import { readAll } from "../support";

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode } });
}

const reference = { bucket: "archive", key: "a b", versionId: "v1" };

describe("the S3 log store", () => {
  const s3 = mockClient(S3Client);
  const store = new S3LogStore(new S3Client({ region: "eu-west-1" }));
  beforeEach(() => s3.reset());
  after(() => s3.restore());

  it("opens the version asked for, as a stream", async () => {
    // The mock wants the browser's methods of a body as well.
    const Body = Readable.from([Buffer.from("one "), Buffer.from("two")]) as never;
    const LastModified = new Date("2026-01-02T03:00:00Z");
    s3.on(GetObjectCommand, { Bucket: "archive", Key: "a b", VersionId: "v1" }).resolves({
      Body,
      VersionId: "v1",
      ETag: '"e1"',
      ContentLength: 7,
      LastModified,
    });
    const { body, ...rest } = (await store.open(reference)) ?? assert.fail();
    assert.equal((await readAll(body)).toString(), "one two");
    assert.deepEqual(rest, { versionId: "v1", etag: "e1", size: 7, lastModified: LastModified });
  });

  it("has no version in a bucket without versions, and no bytes where S3 sends no body", async () => {
    s3.on(GetObjectCommand).resolves({ VersionId: "null" });
    const opened = (await store.open(reference)) ?? assert.fail();
    assert.equal(opened.versionId, undefined);
    assert.equal((await readAll(opened.body)).length, 0);
  });

  for (const name of ["NoSuchKey", "NoSuchVersion"]) {
    it(`knows by ${name} that the object is gone`, async () => {
      s3.on(GetObjectCommand).rejects(refusal(name, 404));
      assert.equal(await store.open(reference), undefined);
    });
  }

  it("takes a missing bucket for a fault of the set-up, not for an object that was deleted", async () => {
    s3.on(GetObjectCommand).rejects(refusal("NoSuchBucket", 404));
    await assert.rejects(store.open(reference), DependencyError);
  });

  it("says how to restore an object in an archive storage class", async () => {
    s3.on(GetObjectCommand).rejects(refusal("InvalidObjectState", 403));
    await assert.rejects(store.open(reference), (error) => {
      assert.ok(error instanceof ObjectError);
      assert.match(error.message, /RestoreObject/);
      return true;
    });
  });

  it("says what to check when access is denied", async () => {
    s3.on(GetObjectCommand).rejects(refusal("AccessDenied", 403));
    await assert.rejects(store.open(reference), (error) => {
      assert.ok(error instanceof DependencyError);
      assert.match(error.message, /role, the bucket policy and the key policy/);
      assert.deepEqual(error.place, { bucket: "archive", key: "a b" });
      return true;
    });
  });

  for (const error of [refusal("SlowDown", 503), new Error("connection reset")]) {
    it(`may be asked again after ${error.message}`, async () => {
      s3.on(GetObjectCommand).rejects(error);
      await assert.rejects(store.open(reference), DependencyError);
    });
  }
});
