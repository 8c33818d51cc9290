import assert from "node:assert/strict";
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
import { S3LogObjects, S3SetAsideFiles } from "../../../cli/rescue/adapters/s3-files";
import { SearchDomain } from "../../../cli/rescue/adapters/search-domain";
import { SqsRescueQueue } from "../../../cli/rescue/adapters/sqs-queue";
import type { ClusterRequest, ClusterResponse } from "../../../functions/configurator/cluster";
import { buildTemplates } from "../../../functions/configurator/templates";
import type { SearchIndex } from "../../../functions/loader/ports";
import { ConfigurationError, DependencyError } from "../../../functions/shared/errors";
import { FakeSearchIndex } from "../../functions/loader/fakes";

function refusal(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: "client", $metadata: { httpStatusCode } });
}

/** What a person is told, and that he can act on it. */
const asks = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ConfigurationError, String(error));
  assert.match(error.message, message);
  return true;
};

describe("what is put aside, in S3", () => {
  let s3: AwsClientStub<S3Client>;
  before(() => {
    s3 = mockClient(S3Client);
  });
  const client = new S3Client({ region: "eu-west-1" });
  const files = new S3SetAsideFiles(client, "archive");
  const held = { body: "{}\n", etag: '"e1"' };
  beforeEach(() => s3.reset());
  after(() => s3.restore());

  it("is listed page by page", async () => {
    const LastModified = new Date("2026-01-02T00:00:00Z");
    s3.on(ListObjectsV2Command).resolvesOnce({ Contents: [{ Key: "a", LastModified }], NextContinuationToken: "t" });
    s3.on(ListObjectsV2Command, { ContinuationToken: "t" }).resolves({ Contents: [{ Key: "b", LastModified }] });
    const keys: string[] = [];
    for await (const { key } of files.list("rejected/")) keys.push(key);
    assert.deepEqual(keys, ["a", "b"]);
  });

  it("is removed or replaced only as it was read", async () => {
    s3.on(DeleteObjectCommand).resolves({});
    assert.equal(await files.replace("rejected/a", undefined, held), true);
    assert.equal(s3.commandCalls(DeleteObjectCommand)[0]?.args[0].input.IfMatch, '"e1"');
    for (const error of [refusal("PreconditionFailed", 412), refusal("NoSuchKey", 404)]) {
      s3.on(DeleteObjectCommand).rejects(error);
      s3.on(PutObjectCommand).rejects(error);
      assert.equal(await files.replace("rejected/a", undefined, held), false);
      assert.equal(await files.replace("rejected/a", "{}\n", held), false);
    }
  });

  it("names the permission that is missing", async () => {
    s3.onAnyCommand().rejects(refusal("AccessDenied", 403));
    await assert.rejects(files.list("x").next(), asks(/may not do s3:ListBucket on bucket archive: AccessDenied/));
    await assert.rejects(files.read("a"), asks(/may not do s3:GetObject on s3:\/\/archive\/a/));
    await assert.rejects(files.replace("a", "x", held), asks(/s3:PutObject on s3:\/\/archive\/a/));
    await assert.rejects(files.replace("a", undefined, held), asks(/s3:DeleteObject .*docs\/rejected-records\.md/));
  });

  it("says that there is no such bucket, no credentials, or that S3 is out of order", async () => {
    s3.on(ListObjectsV2Command).rejects(refusal("NoSuchBucket", 404));
    await assert.rejects(files.list("x").next(), asks(/There is no bucket archive/));
    s3.on(ListObjectsV2Command).rejects(Object.assign(new Error("none"), { name: "CredentialsProviderError" }));
    await assert.rejects(files.list("x").next(), asks(/There are no AWS credentials/));
    s3.on(ListObjectsV2Command).rejects(refusal("SlowDown", 503));
    await assert.rejects(files.list("x").next(), DependencyError);
  });

  describe("and the log objects", () => {
    const objects = new S3LogObjects(client);
    const state = () => objects.state({ bucket: "archive", key: "a", versionId: "v1" });
    for (const [expected, head] of [
      ["there", {}],
      ["there", { StorageClass: "INTELLIGENT_TIERING" }],
      ["archived", { StorageClass: "GLACIER" }],
      ["archived", { StorageClass: "INTELLIGENT_TIERING", ArchiveStatus: "ARCHIVE_ACCESS" }],
      ["archived", { StorageClass: "DEEP_ARCHIVE", Restore: 'ongoing-request="true"' }],
      ["there", { StorageClass: "DEEP_ARCHIVE", Restore: 'ongoing-request="false", expiry-date="..."' }],
    ] as const) {
      it(`are ${expected} with ${JSON.stringify(head)}`, async () => {
        s3.on(HeadObjectCommand, { VersionId: "v1" }).resolves(head);
        assert.equal(await state(), expected);
      });
    }

    it("are missing or denied as S3 says", async () => {
      s3.on(HeadObjectCommand).rejects(refusal("NotFound", 404));
      assert.equal(await state(), "missing");
      s3.on(HeadObjectCommand).rejects(refusal("403", 403));
      assert.equal(await state(), "denied");
      s3.on(HeadObjectCommand).rejects(refusal("SlowDown", 503));
      await assert.rejects(state(), DependencyError);
    });
  });
});

describe("a queue in SQS", () => {
  it("names the permission that is missing", async () => {
    const sqs = mockClient(SQSClient);
    sqs.on(ReceiveMessageCommand).rejects(refusal("AccessDenied", 403));
    const queue = new SqsRescueQueue(new SQSClient({ region: "eu-west-1" }), "https://sqs.example.com/dead-letters");
    await assert.rejects(queue.receive(60), asks(/may not do sqs:ReceiveMessage on queue https:\/\/sqs\.example\.com/));
    sqs.restore();
  });
});

describe("the search domain", () => {
  const asking = (response: ClusterResponse, requests: ClusterRequest[] = []) =>
    new SearchDomain(new FakeSearchIndex(), (request) => {
      requests.push(request);
      return Promise.resolve(response);
    });
  const hits = (shards: object) => ({ timed_out: false, _shards: shards, hits: { hits: [{ _id: "a" }] } });

  it("says which documents it holds", async () => {
    const requests: ClusterRequest[] = [];
    const domain = asking({ status: 200, body: hits({ failed: 0 }) }, requests);
    assert.deepEqual(await domain.present("siem-a-*", ["a", "b"]), new Set(["a"]));
    assert.match(requests[0]?.path ?? "", /^\/siem-a-\*\/_search\?ignore_unavailable=true/);
  });

  /** Holds these ids, one document each, and gives as many as it is asked for; refuses to give more than OpenSearch does. */
  const holding = (...held: readonly string[]) =>
    new SearchDomain(new FakeSearchIndex(), ({ body }) => {
      const { size, query } = body as { size: number; query: { ids: { values: readonly string[] } } };
      if (size > 10_000) return Promise.resolve({ status: 400, body: { error: { reason: "all shards failed" } } });
      const found = held.filter((id) => query.ids.values.includes(id)).slice(0, size);
      const answer = { timed_out: false, _shards: { failed: 0 }, hits: { hits: found.map((_id) => ({ _id })) } };
      return Promise.resolve({ status: 200, body: answer });
    });

  it("says so also where several indices hold the same ones", async () => {
    const domain = holding("a", "b", "a", "b", "a", "c");
    assert.deepEqual(await domain.present("siem-a-*", ["a", "b", "c", "d"]), new Set(["a", "b", "c"]));
  });

  it("says so of more than it gives at once", async () => {
    const ids = Array.from({ length: 10_001 }, (_, number) => `id-${number}`);
    const held = ["id-0", "id-5000", "id-10000"];
    assert.deepEqual(await holding(...held).present("siem-a-*", ids), new Set(held));
  });

  it("shows what was written a second after it is refreshed; a collection within a minute", () => {
    const templates = JSON.stringify(buildTemplates([], { replicas: 0 }));
    assert.match(templates, /"refresh_interval":"5s"/);
    for (const [service, seconds] of [
      ["es", 6],
      ["aoss", 61],
    ] as const) {
      const domain = new SearchDomain(new FakeSearchIndex(), () => Promise.resolve({ status: 200, body: {} }), service);
      assert.equal(domain.visibleAfterSeconds, seconds);
    }
  });

  it("is given no more time for an answer than there is", async () => {
    const times: unknown[] = [];
    const writer: SearchIndex = {
      bulk: (_, milliseconds) => {
        times.push(milliseconds);
        return Promise.resolve({ kind: "items", items: [] });
      },
    };
    await new SearchDomain(writer, () => Promise.resolve({ status: 200, body: {} })).bulk("", 7);
    assert.deepEqual(times, [7]);
  });

  it("is not believed when it answers in part, for then a document would be created twice", async () => {
    await assert.rejects(
      asking({ status: 200, body: hits({ failed: 1 }) }).present("siem-a-*", ["b"]),
      DependencyError,
    );
    await assert.rejects(asking({ status: 0, body: "ECONNREFUSED" }).present("siem-a-*", ["b"]), /no connection/);
  });

  it("names the role that is missing", async () => {
    const denied = { status: 403, body: { error: { reason: "no permissions for [indices:data/read/search]" } } };
    await assert.rejects(asking(denied).present("siem-a-*", ["b"]), asks(/map your IAM role to a security role/));
  });
});
