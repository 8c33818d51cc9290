import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
import { S3LogStore } from "../../../../functions/loader/adapters/log-store";
import { DependencyError, ObjectError } from "../../../../functions/shared/errors";
import { readAll } from "../support";

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode } });
}

interface ServedObject {
  readonly etag?: string;
  /** Bytes after which the answer to the n-th request breaks off. */
  readonly breaksAfter?: Readonly<Record<number, number>>;
}

const reference = { bucket: "archive", key: "a b", versionId: "v1" };

describe("the S3 log store", () => {
  let s3: AwsClientStub<S3Client>;
  before(() => {
    s3 = mockClient(S3Client);
  });
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
    // What is left of a function's time need not be whole.
    const { body, ...rest } = (await store.open(reference, 41_979.75)) ?? assert.fail();
    assert.equal((await readAll(body)).toString(), "one two");
    assert.deepEqual(rest, { versionId: "v1", etag: "e1", size: 7, lastModified: LastModified });
  });

  describe("of an object of several ranges", () => {
    const content = Buffer.from("0123456789abcdefghij!");
    const ranged = new S3LogStore(new S3Client({ region: "eu-west-1" }), 4);
    /** Answers as S3 does. */
    function serve({ etag = "e1", breaksAfter = {} }: ServedObject = {}) {
      let request = 0;
      s3.on(GetObjectCommand).callsFake(({ Range, IfMatch }: { Range?: string; IfMatch?: string }) => {
        request += 1;
        if (IfMatch !== undefined && IfMatch !== `"${etag}"`) throw refusal("PreconditionFailed", 412);
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(Range ?? "") ?? assert.fail("no range");
        const last = Math.min(Number(to), content.length - 1);
        const whole = content.subarray(Number(from), last + 1);
        const bytes = whole.subarray(0, breaksAfter[request] ?? whole.length);
        const broken = bytes.length < whole.length;
        return {
          Body: Readable.from(
            (function* () {
              yield bytes;
              if (broken) throw new Error("ECONNRESET");
            })(),
          ),
          ETag: `"${etag}"`,
          ContentLength: whole.length,
          ContentRange: `bytes ${from}-${last}/${content.length}`,
        };
      });
    }
    const requests = () =>
      s3.commandCalls(GetObjectCommand).map(({ args: [{ input }] }) => [input.Range, input.IfMatch]);
    const unversioned = { bucket: "archive", key: "a", etag: "e1" };

    it("gives all bytes in their order, of the one version, and knows its size", async () => {
      serve();
      const { body, size } = (await ranged.open(reference)) ?? assert.fail();
      assert.equal(size, content.length);
      assert.deepEqual(await readAll(body), content);
      assert.deepEqual(requests(), [
        ["bytes=0-3", undefined],
        ...["4-7", "8-11", "12-15", "16-19", "20-20"].map((range) => [`bytes=${range}`, '"e1"']),
      ]);
      assert.ok(s3.commandCalls(GetObjectCommand).every(({ args: [{ input }] }) => input.VersionId === "v1"));
    });

    it("goes on where a connection broke off, and starts nothing anew", async () => {
      serve({ breaksAfter: { 1: 3, 3: 0, 4: 2 } });
      const { body } = (await ranged.open(unversioned)) ?? assert.fail();
      assert.deepEqual(await readAll(body), content);
      assert.deepEqual(requests()[1], ["bytes=3-3", '"e1"']);
    });

    it("gives up on a connection that breaks off again and again, for a later delivery", async () => {
      serve({ breaksAfter: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [n, 0])) });
      const { body } = (await ranged.open(unversioned)) ?? assert.fail();
      await assert.rejects(
        readAll(body),
        (error) => error instanceof DependencyError && /ECONNRESET/.test(error.message),
      );
      assert.equal(requests().length, 4);
    });

    it("mixes no two objects when it is overwritten while it is read", async () => {
      serve();
      const { body } = (await ranged.open(unversioned)) ?? assert.fail();
      serve({ etag: "e2" });
      await assert.rejects(
        readAll(body),
        (error) => error instanceof DependencyError && /overwritten while it was read/.test(error.message),
      );
    });

    it("takes one that was overwritten, where there are no versions, for one that is gone", async () => {
      serve({ etag: "e2" });
      assert.equal(await ranged.open(unversioned), undefined);
    });

    it("reads no more of what is left out than has begun", async () => {
      serve();
      const { body } = (await ranged.open(unversioned)) ?? assert.fail();
      const chunks: string[] = [];
      for await (const chunk of body) {
        chunks.push(Buffer.from(chunk).toString());
        if (chunks.length === 1) assert.equal(body.skipTo?.(18), 14);
        if (chunks.length === 2) assert.equal(body.skipTo?.(5), 0);
      }
      assert.deepEqual(chunks, ["0123", "ij!"]);
      assert.deepEqual(
        requests().map(([range]) => range),
        ["bytes=0-3", "bytes=18-20"],
      );
    });

    it("does not read on when nobody does", async () => {
      serve();
      const { body } = (await ranged.open(unversioned)) ?? assert.fail();
      for await (const chunk of body) {
        assert.equal(chunk.byteLength, 4);
        break;
      }
      assert.equal(requests().length, 1);
    });
  });

  describe("in an S3 that hangs", () => {
    /** A request without an answer. */
    const unanswered = ({ abortSignal }: { abortSignal: AbortSignal }): Promise<never> =>
      new Promise((_, reject) => {
        const abort = () => reject(Object.assign(new Error("Request aborted"), { name: "AbortError" }));
        abortSignal.addEventListener("abort", abort);
      });
    const inTime = (error: unknown) => error instanceof DependencyError && /did not answer in time/.test(error.message);

    it("does not wait for an object longer than it may", async () => {
      const client = new S3Client({ region: "eu-west-1" });
      client.send = ((_: unknown, options: { abortSignal: AbortSignal }) => unanswered(options)) as never;
      await assert.rejects(new S3LogStore(client).open(reference, 20), inTime);
    });

    it("does not wait for a range of it any longer", async () => {
      const client = new S3Client({ region: "eu-west-1" });
      let requests = 0;
      client.send = ((_: unknown, options: { abortSignal: AbortSignal }) => {
        requests += 1;
        if (requests > 1) return unanswered(options);
        const Body = Readable.from([Buffer.from("0123")]);
        return Promise.resolve({ Body, ETag: '"e1"', ContentRange: "bytes 0-3/8", ContentLength: 4 });
      }) as never;
      const { body } = (await new S3LogStore(client, 4).open(reference, 20)) ?? assert.fail();
      const seen: string[] = [];
      await assert.rejects(async () => {
        for await (const chunk of body) seen.push(Buffer.from(chunk).toString());
      }, inTime);
      assert.deepEqual(seen, ["0123"]);
    });
  });

  it("asks without a range for an object of no bytes", async () => {
    s3.on(GetObjectCommand).callsFake(({ Range }: { Range?: string }) => {
      if (Range !== undefined) throw refusal("InvalidRange", 416);
      return { Body: Readable.from([]), ContentLength: 0, VersionId: "v1" };
    });
    const { body, size } = (await store.open({ bucket: "archive", key: "a" })) ?? assert.fail();
    assert.equal(size, 0);
    assert.equal((await readAll(body)).length, 0);
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
