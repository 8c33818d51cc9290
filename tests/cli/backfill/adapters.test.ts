import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateJobCommand, DescribeJobCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { mockClient } from "aws-sdk-client-mock";
import { S3BatchJobs } from "../../../cli/backfill/adapters/batch-jobs";
import { S3Listing } from "../../../cli/backfill/adapters/s3-listing";
import type { StoredObject } from "../../../cli/backfill/objects";

const region = "eu-west-1";
async function all(objects: AsyncIterable<StoredObject>): Promise<StoredObject[]> {
  const collected: StoredObject[] = [];
  for await (const each of objects) collected.push(each);
  return collected;
}

describe("siem backfill's requests", () => {
  const mocked = () => ({ s3: mockClient(S3Client), control: mockClient(S3ControlClient) });
  let s3: ReturnType<typeof mocked>["s3"];
  let control: ReturnType<typeof mocked>["control"];
  // Not while the file is loaded: other tests' clients would be replaced too.
  beforeEach(() => {
    ({ s3, control } = mocked());
  });
  afterEach(() => {
    s3.restore();
    control.restore();
  });

  describe("A job of S3 Batch Operations", () => {
    let folder: string;
    let manifestPath: string;
    const places = {
      accountId: "111122223333",
      functionArn: "arn:aws-cn:lambda:cn-north-1:111122223333:function:siem-prod-backfill",
      roleArn: "arn:aws-cn:iam::111122223333:role/siem-prod-backfill-jobs",
      reportsBucket: "reports",
    };
    const jobs = new S3BatchJobs(new S3Client({ region }), new S3ControlClient({ region }), places);
    const order = { description: "Load s3://archive/", priority: 7, report: "all" } as const;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "siem-job-"));
      manifestPath = join(folder, "manifest.csv");
      writeFileSync(manifestPath, "archive,a%20b\n");
    });
    after(() => rmSync(folder, { recursive: true }));

    /** Has S3 take what is uploaded, to its end: the file is not there any more after the tests. */
    function stores(ETag: string): void {
      s3.on(PutObjectCommand).callsFake(async ({ Body }: { readonly Body: Readable }) => {
        await finished(Body.resume());
        return { ETag };
      });
    }

    it("is created with the manifest, the loader's function, the priority and a report", async () => {
      stores('"60e460c9d1046e73f7dde5043ac3ae85"');
      control.on(CreateJobCommand).resolves({ JobId: "job-1" });
      assert.equal(await jobs.create({ ...order, manifestPath }), "job-1");
      const upload = s3.commandCalls(PutObjectCommand)[0]?.args[0].input;
      assert.match(upload?.Key ?? "", /^batch\/manifests\/[0-9a-f-]{36}\.csv$/);
      // One that is encrypted with a KMS key, the bucket's default, would be refused.
      assert.deepEqual(
        [upload?.Bucket, upload?.ContentLength, upload?.ServerSideEncryption],
        ["reports", 14, "AES256"],
      );
      const { ClientRequestToken, ...request } = control.commandCalls(CreateJobCommand)[0]!.args[0].input;
      assert.deepEqual(request, {
        AccountId: "111122223333",
        Description: "Load s3://archive/",
        Priority: 7,
        RoleArn: places.roleArn,
        ConfirmationRequired: false,
        Operation: { LambdaInvoke: { FunctionArn: places.functionArn, InvocationSchemaVersion: "2.0" } },
        Manifest: {
          Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] },
          Location: { ObjectArn: `arn:aws-cn:s3:::reports/${upload?.Key}`, ETag: "60e460c9d1046e73f7dde5043ac3ae85" },
        },
        Report: {
          Enabled: true,
          Bucket: "arn:aws-cn:s3:::reports",
          Prefix: "batch/reports",
          Format: "Report_CSV_20180820",
          ReportScope: "AllTasks",
        },
      });
      assert.equal(upload?.Key, `batch/manifests/${ClientRequestToken}.csv`);
    });

    it("reports the objects that failed only, if asked", async () => {
      stores('"e"');
      control.on(CreateJobCommand).resolves({ JobId: "job-1" });
      await jobs.create({ ...order, report: "failed", manifestPath });
      assert.equal(control.commandCalls(CreateJobCommand)[0]?.args[0].input.Report?.ReportScope, "FailedTasksOnly");
    });

    it("that one may not create is refused with the permission that is missing", async () => {
      stores('"e"');
      const denied = Object.assign(new Error("AccessDenied"), { $metadata: { httpStatusCode: 403 } });
      control.on(CreateJobCommand).rejects(denied);
      await assert.rejects(
        jobs.create({ ...order, manifestPath }),
        /may not do s3:CreateJob \(and iam:PassRole\) on .*siem-prod-backfill-jobs.*docs\/backfill\.md/,
      );
    });

    it("tells how it gets on, why it failed, and where its report is", async () => {
      control.on(DescribeJobCommand).resolves({
        Job: {
          Status: "Failed",
          ProgressSummary: { TotalNumberOfTasks: 10, NumberOfTasksSucceeded: 3, NumberOfTasksFailed: 7 },
          FailureReasons: [{ FailureCode: "TasksFailureThresholdExceeded", FailureReason: "more than half" }],
          Report: { Enabled: true, Prefix: "batch/reports" },
        },
      });
      assert.deepEqual(await jobs.state("job-1"), {
        status: "Failed",
        total: 10,
        succeeded: 3,
        failed: 7,
        reasons: ["TasksFailureThresholdExceeded: more than half"],
        reportUrl: "s3://reports/batch/reports/job-job-1/",
      });
    });
  });

  describe("The objects of a bucket", () => {
    const listing = new S3Listing(new S3Client({ region }), () => "reports");
    const LastModified = new Date("2025-06-01T00:00:00Z");

    it("are listed page by page", async () => {
      const first = { Key: "a", Size: 1, LastModified, StorageClass: "GLACIER" as const };
      s3.on(ListObjectsV2Command, { Prefix: "AWSLogs/" })
        .resolvesOnce({ Contents: [first], NextContinuationToken: "t" })
        .resolves({ Contents: [{ Key: "b", Size: 2, LastModified }] });
      assert.deepEqual(await all(listing.list("archive", "AWSLogs/")), [
        { key: "a", size: 1, modifiedAt: LastModified, storageClass: "GLACIER" },
        { key: "b", size: 2, modifiedAt: LastModified, storageClass: undefined },
      ]);
    });

    it("are read from the files of the newest inventory", async () => {
      const folder = "inventory/archive/siem/";
      s3.on(ListObjectsV2Command, { Bucket: "reports", Prefix: folder, Delimiter: "/" }).resolves({
        CommonPrefixes: ["2026-01-04T01-00Z/", "2025-12-28T01-00Z/", "data/"].map((name) => ({
          Prefix: folder + name,
        })),
      });
      const bodyOf = (content: string | Buffer) => ({
        Body: Readable.from([Buffer.from(content)]) as GetObjectCommandOutput["Body"] & object,
      });
      const manifest = {
        fileFormat: "CSV",
        fileSchema: "Bucket, Key, Size, LastModifiedDate, StorageClass",
        creationTimestamp: "1767312000000",
        files: [{ key: "data/1.csv.gz" }, { key: "data/2.csv.gz" }],
      };
      const row = (key: string) => `"archive","${key}","5","2025-06-01T00:00:00.000Z","STANDARD"\n`;
      s3.on(GetObjectCommand, { Key: `${folder}2026-01-04T01-00Z/manifest.json` }).resolves(
        bodyOf(JSON.stringify(manifest)),
      );
      s3.on(GetObjectCommand, { Key: "data/1.csv.gz" }).resolves(bodyOf(gzipSync(row("a") + row("b"))));
      s3.on(GetObjectCommand, { Key: "data/2.csv.gz" }).resolves(bodyOf(gzipSync(row("c"))));
      const { createdAt, objects } = await listing.inventory("archive");
      assert.deepEqual(createdAt, new Date("2026-01-02T00:00:00Z"));
      assert.deepEqual(
        (await all(objects)).map(({ key }) => key),
        ["a", "b", "c"],
      );
    });

    it("are not guessed where there is no inventory yet", async () => {
      s3.on(ListObjectsV2Command).resolves({});
      await assert.rejects(
        listing.inventory("archive"),
        /There is no inventory under s3:\/\/reports\/inventory\/archive\/siem\/ yet/,
      );
    });
  });
});
