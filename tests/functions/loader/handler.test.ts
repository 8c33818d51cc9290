import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Context, SQSEvent } from "aws-lambda";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
import { SearchServer } from "./search-server";

const context = {
  functionName: "loader",
  awsRequestId: "request-1",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:loader",
  memoryLimitInMB: "512",
  getRemainingTimeInMillis: () => 60_000,
} as unknown as Context;

const attributes = { ApproximateReceiveCount: "1", SentTimestamp: "1767322800000" };
const QUEUE_URL = "https://sqs.eu-west-1.amazonaws.com/111122223333/objects";

function event(...bodies: readonly string[]): SQSEvent {
  return {
    Records: bodies.map((body, n) => ({ messageId: `m${n}`, body, receiptHandle: `r${n}`, attributes })),
  } as unknown as SQSEvent;
}

const notification = JSON.stringify({
  Records: [
    {
      eventSource: "aws:s3",
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: "archive" }, object: { key: "some/trail.json" } },
    },
  ],
});

/** Module and environment are a function's life: both are loaded anew. */
function freshHandler(environment: Readonly<Record<string, string>>) {
  for (const name of [
    "OPENSEARCH_ENDPOINT",
    "ARCHIVE_BUCKET",
    "QUEUE_URL",
    "ROLE_ID",
    "AWS_REGION",
    "NETWORKS",
    "BUCKET_READERS",
  ])
    delete process.env[name];
  Object.assign(process.env, {
    POWERTOOLS_SERVICE_NAME: "loader",
    POWERTOOLS_METRICS_NAMESPACE: "siem",
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    ...environment,
  });
  const path = require.resolve("../../../functions/loader/handler");
  delete require.cache[path];
  const { createHandler } = require(path) as typeof import("../../../functions/loader/handler");
  return createHandler({});
}

/** What the function writes to its log, which is what CloudWatch reads. */
async function capture<Result>(
  run: () => Promise<Result>,
): Promise<{ result: Result; lines: Record<string, unknown>[] }> {
  const written: string[] = [];
  const original = { log: console.log, info: console.info, warn: console.warn, error: console.error };
  const streams = { out: process.stdout.write, err: process.stderr.write };
  const take = (line: unknown): void => {
    written.push(String(line));
  };
  Object.assign(console, { log: take, info: take, warn: take, error: take });
  const write = (chunk: unknown): boolean => {
    written.push(...String(chunk).split("\n"));
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
  try {
    const result = await run();
    return { result, lines: written.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line)) };
  } finally {
    Object.assign(console, original);
    process.stdout.write = streams.out;
    process.stderr.write = streams.err;
  }
}

describe("the loader's handler", () => {
  let s3: AwsClientStub<S3Client>;
  before(() => {
    s3 = mockClient(S3Client);
  });
  const environment = { ...process.env };
  let server: SearchServer;
  let endpoint: string;

  beforeEach(async () => {
    s3.reset();
    server = new SearchServer();
    endpoint = await server.start();
  });
  afterEach(async () => {
    await server.stop();
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  });
  after(() => s3.restore());

  it("loads an object into the index, answers without failures, and writes log line and metrics", async () => {
    const record = {
      eventVersion: "1.08",
      eventTime: new Date().toISOString(),
      eventSource: "sts.amazonaws.com",
      eventName: "GetCallerIdentity",
      awsRegion: "eu-west-1",
      sourceIPAddress: "192.0.2.1",
      userAgent: "aws-cli",
      userIdentity: { type: "Root", accountId: "111122223333" },
      eventID: "11111111-2222-4333-8444-555555555555",
      eventType: "AwsApiCall",
      recipientAccountId: "111122223333",
    };
    const trail = Buffer.from(JSON.stringify({ Records: [record] }));
    s3.on(GetObjectCommand).callsFake(() => ({
      Body: Readable.from([trail]),
      ContentLength: trail.length,
      LastModified: new Date(),
    }));
    const handler = freshHandler({
      OPENSEARCH_ENDPOINT: endpoint,
      ARCHIVE_BUCKET: "archive",
      QUEUE_URL,
      AWS_REGION: "eu-west-1",
      NETWORKS: '[{"cidr":"192.0.2.0/24","name":"Office","country":"DE"}]',
    });
    const { result, lines } = await capture(() => handler(event(notification), context));
    assert.deepEqual(result, { batchItemFailures: [] });

    const [action, document] = (server.requests[0]?.body ?? "")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.match(action.create._index, /^siem-aws\.cloudtrail-\d{4}-\d\d$/);
    assert.equal(action.create._id, record.eventID);
    assert.equal(document.source.geo.country_iso_code, "DE");
    assert.equal(document.log.file.path, "s3://archive/some/trail.json");

    const accounted = lines.find(({ message }) => message === "object accounted");
    assert.equal(accounted?.key, "some/trail.json");
    assert.equal(accounted?.source, "aws-cloudtrail");
    assert.deepEqual([accounted?.received, accounted?.indexed], [1, 1]);
    assert.equal(accounted?.function_request_id, "request-1");

    const metrics = lines.find((line) => "_aws" in line && line.source === "aws-cloudtrail");
    assert.equal(metrics?.RecordsIndexed, 1);
    assert.equal(metrics?.RecordsReceived, 1);
    assert.equal(metrics?.service, "loader");
    assert.ok("ArrivalToIndexedSeconds" in (metrics ?? {}));
    const directives = (metrics._aws as { CloudWatchMetrics: { Namespace: string; Dimensions: string[][] }[] })
      .CloudWatchMetrics;
    assert.equal(directives[0]?.Namespace, "siem");
    assert.deepEqual(
      directives[0]?.Dimensions.map((names) => names.toSorted()),
      [["service", "source"]],
    );
    // There is no database beside the source code, only in the function's zip.
    assert.ok(lines.some((line) => line.EnrichmentUnavailable === 1));
  });

  it("answers a task of S3 Batch Operations by itself, with metrics as for the queue", async () => {
    const rows = Buffer.from("srcaddr dstaddr srcport dstport\n192.0.2.1 198.51.100.1 443 1\n");
    s3.on(GetObjectCommand).callsFake(() => ({ Body: Readable.from([rows]), ContentLength: rows.length }));
    const handler = freshHandler({
      OPENSEARCH_ENDPOINT: endpoint,
      ARCHIVE_BUCKET: "archive",
      QUEUE_URL,
      AWS_REGION: "eu-west-1",
    });
    const task = { taskId: "t1", s3Key: "flows", s3VersionId: null, s3BucketArn: "arn:aws:s3:::archive" };
    const invocation = { invocationSchemaVersion: "1.0", invocationId: "i1", tasks: [task] };
    const { result, lines } = await capture(() => handler(invocation, context));
    assert.deepEqual(
      result.results.map(({ taskId, resultCode }) => [taskId, resultCode]),
      [["t1", "Succeeded"]],
    );
    assert.ok(lines.some((line) => "_aws" in line && line.RecordsIndexed === 1));
  });

  it("gives S3 a limited time to take what is put aside", async () => {
    s3.on(GetObjectCommand).callsFake(() => {
      const notReadable = Buffer.from("fd377a585a00", "hex");
      return { Body: Readable.from([notReadable]), ContentLength: notReadable.length, LastModified: new Date() };
    });
    s3.on(PutObjectCommand).resolves({});
    const handler = freshHandler({
      OPENSEARCH_ENDPOINT: endpoint,
      ARCHIVE_BUCKET: "archive",
      QUEUE_URL,
      AWS_REGION: "eu-west-1",
    });
    const { result } = await capture(() => handler(event(notification), context));
    assert.deepEqual(result, { batchItemFailures: [] });
    const [, options]: readonly unknown[] = s3.commandCalls(PutObjectCommand)[0]?.args ?? [];
    assert.ok(typeof options === "object" && options !== null && "abortSignal" in options);
    assert.ok(options.abortSignal instanceof AbortSignal);
  });

  it("reads a bucket of others with the role that the settings name, and its own buckets with its own", async () => {
    const sts = mockClient(STSClient);
    const Credentials = { AccessKeyId: "ASIAOTHER", SecretAccessKey: "s", SessionToken: "t", Expiration: undefined };
    sts.on(AssumeRoleCommand).resolves({ Credentials });
    try {
      const keys: unknown[] = [];
      s3.on(GetObjectCommand).callsFake(async (_input, getClient: () => S3Client) => {
        keys.push((await getClient().config.credentials()).accessKeyId);
        const rows = Buffer.from("srcaddr dstaddr srcport dstport\n192.0.2.1 198.51.100.1 443 1\n");
        return { Body: Readable.from([rows]), ContentLength: rows.length };
      });
      const roleArn = "arn:aws:iam::444455556666:role/read-logs";
      const handler = freshHandler({
        OPENSEARCH_ENDPOINT: endpoint,
        ARCHIVE_BUCKET: "archive",
        QUEUE_URL,
        AWS_REGION: "eu-west-1",
        BUCKET_READERS: JSON.stringify([{ bucket: "their-logs", roleArn, externalId: "siem-7" }]),
      });
      for (const bucket of ["archive", "their-logs"]) {
        const { result } = await capture(() => handler(event(notification.replace("archive", bucket)), context));
        assert.deepEqual(result, { batchItemFailures: [] });
      }
      assert.deepEqual(keys, ["AKIAEXAMPLE", "ASIAOTHER"]);
      assert.equal(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input.RoleArn, roleArn);
    } finally {
      sts.restore();
    }
  });

  it("goes on where a message says, if SQS says that it is the function's own", async () => {
    const header = "srcaddr dstaddr srcport dstport\n";
    const rows = Buffer.from(`${header}192.0.2.1 198.51.100.1 443 1\n192.0.2.2 198.51.100.2 443 2\n`);
    s3.on(GetObjectCommand).callsFake(() => ({ Body: Readable.from([rows]), ContentLength: rows.length }));
    const place = { ordinal: 0, offset: header.length, headers: ["dstaddr srcaddr dstport srcport"] };
    const objects = [{ bucket: "archive", key: "flows", versionId: "v1", resume: { ordinal: 0, hops: 1, place } }];
    const own = { siemLoader: 1, parkings: 0, firstSeen: "2026-01-01T00:00:00.000Z", objects };
    const handler = freshHandler({
      OPENSEARCH_ENDPOINT: endpoint,
      ARCHIVE_BUCKET: "archive",
      QUEUE_URL,
      AWS_REGION: "eu-west-1",
      ROLE_ID: "AROAEXAMPLELOADER",
    });
    const sources: unknown[] = [];
    for (const SenderId of ["AROAEXAMPLELOADER:loader", "AIDAEXAMPLEUSER"]) {
      const { Records } = event(JSON.stringify(own));
      const sent = { Records: Records.map((record) => ({ ...record, attributes: { ...attributes, SenderId } })) };
      await capture(() => handler(sent as unknown as SQSEvent, context));
      sources.push(JSON.parse(server.requests.at(-1)?.body.split("\n")[1] ?? "{}").source?.ip);
    }
    // Whose headers these are shows in which address is taken for the source.
    assert.deepEqual(sources, ["198.51.100.1", "192.0.2.1"]);
  });

  it("has it in its log when OpenSearch pushes back, before anything is given up", async () => {
    server.answers = [{ status: 429, body: "too many" }];
    const line = Buffer.from("<13>Jan  2 03:04:05 web sshd[1]: Accepted publickey for a from 192.0.2.1 port 1\n");
    s3.on(GetObjectCommand).callsFake(() => ({
      Body: Readable.from([line]),
      ContentLength: line.length,
      LastModified: new Date(),
    }));
    const handler = freshHandler({
      OPENSEARCH_ENDPOINT: endpoint,
      ARCHIVE_BUCKET: "archive",
      QUEUE_URL,
      AWS_REGION: "eu-west-1",
    });
    const { result, lines } = await capture(() => handler(event(notification), context));
    assert.deepEqual(result, { batchItemFailures: [] });
    const said = lines.filter(({ message }) => message === "OpenSearch pushes back");
    assert.deepEqual(
      said.map(({ level, status, requestsAtOnce }) => [level, status, requestsAtOnce]),
      [["WARN", 429, 1]],
    );
  });

  it("answers with the messages that failed", async () => {
    const handler = freshHandler({
      OPENSEARCH_ENDPOINT: endpoint,
      ARCHIVE_BUCKET: "archive",
      QUEUE_URL,
      AWS_REGION: "eu-west-1",
    });
    const { result, lines } = await capture(() => handler(event('{"Event":"s3:TestEvent"}', "what?"), context));
    assert.deepEqual(result, { batchItemFailures: [{ itemIdentifier: "m1" }] });
    assert.ok(lines.some((line) => line.TestEvents === 1));
    assert.ok(lines.some((line) => line.MessagesUnknown === 1));
  });

  it("fails with the name of the setting that is wrong", async () => {
    const handler = freshHandler({ ARCHIVE_BUCKET: "archive", QUEUE_URL, AWS_REGION: "eu-west-1" });
    await assert.rejects(handler(event(notification), context), /OPENSEARCH_ENDPOINT must be the https URL/);
  });
});
