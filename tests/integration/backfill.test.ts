import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { CreateJobCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { mockClient } from "aws-sdk-client-mock";
import { S3BatchJobs } from "../../cli/backfill/adapters/batch-jobs";
import { type BackfillOptions, backfill } from "../../cli/backfill/backfill";
import { manifestLine, writeManifest } from "../../cli/backfill/manifest";
import { running } from "../cli/running";
import { RescueStage } from "./rescue-stage";

const record = (n: number) => JSON.stringify({ n, time: "2026-01-02T03:00:00Z" });

/** On the AWS emulator and a real OpenSearch; the emulator has no jobs of S3 Batch Operations. */
describe("old logs", function () {
  this.timeout(240_000);
  const stage = new RescueStage();
  before(async () => {
    await stage.start();
    await stage.put("json/new.json", record(1));
    assert.equal(await stage.load(), 0);
    for (const [key, body] of [
      ["json/old a+b.json", record(2)],
      ["json/old.json.gz", gzipSync([record(3), record(4)].join("\n"))],
      ["json/folder/", ""],
      ["rejected/test-json/x.ndjson", record(5)],
    ] as const) {
      await stage.put(key, body);
    }
    // They were there before the SIEM was.
    await stage.forget();
  });
  after(() => stage.stop());

  const run = (options: Partial<BackfillOptions> = {}) =>
    running(() =>
      backfill({
        ...stage.places,
        prefix: "",
        since: "1h",
        in: "archive",
        rate: "100",
        priority: "10",
        report: "all",
        ...options,
      }),
    );

  it("are counted and estimated by a dry run, which loads nothing", async () => {
    const { code, out, err } = await run({ dryRun: true });
    assert.equal(code, 0);
    assert.match(out, /s3:\/\/siem-archive-example\/: 3 objects, \d+ bytes, last modified from .* to /);
    assert.match(out, /Left out: 1 are empty\.\nLeft out: 1 were written by the loader itself/);
    assert.match(out, /Loading takes about 0 seconds, through the queue, 100 a second\.\nNothing was loaded/);
    assert.match(err, /no jobs of S3 Batch Operations/);
    assert.equal(await stage.visible(stage.queueUrl), 0);
  });

  it("are not loaded where nobody can be asked, unless told so", async () => {
    await assert.rejects(run(), /add --yes/);
    assert.equal(await stage.visible(stage.queueUrl), 0);
  });

  it("are loaded once through the queue, however often, beside what was loaded before", async () => {
    for (let time = 0; time < 2; time += 1) {
      const { code, out } = await run({ yes: true });
      assert.equal(code, 0);
      assert.match(out, /3 objects were handed to the loader\. .*siem rejected list/);
      assert.equal(await stage.visible(stage.queueUrl), 3);
      assert.equal(await stage.load(), 0);
      assert.deepEqual(await stage.numbers(), [1, 2, 3, 4]);
    }
  });

  it("that lie elsewhere, or are not of that time, are none", async () => {
    assert.match((await run({ prefix: "AWSLogs/", yes: true })).out, /0 objects.*\n.*\nThere is nothing to load/);
    assert.match((await run({ since: "30d", until: "1d", yes: true })).out, /There is nothing to load/);
  });

  it("are loaded by a job's manifest as S3 Batch Operations reads it, with nothing twice", async () => {
    await stage.put("json/odd é,\"'&.json", record(6));
    await stage.forget();
    const folder = mkdtempSync(join(tmpdir(), "siem-backfill-"));
    const control = mockClient(S3ControlClient);
    try {
      const manifestPath = join(folder, "manifest.csv");
      const keys = (await stage.keys("json/")).filter((key) => !key.endsWith("/"));
      const objects = async function* () {
        for (const key of keys) yield await Promise.resolve({ key, size: 1, modifiedAt: new Date() });
      };
      await writeManifest(manifestPath, stage.bucket, objects());
      control.on(CreateJobCommand).resolves({ JobId: "job-1" });
      const jobs = new S3BatchJobs(stage.s3, new S3ControlClient({ region: "eu-west-1" }), {
        accountId: "111122223333",
        functionArn: "arn:aws:lambda:eu-west-1:111122223333:function:siem-backfill",
        roleArn: "arn:aws:iam::111122223333:role/jobs",
        reportsBucket: stage.bucket,
      });
      await jobs.create({ description: "test", priority: 1, manifestPath, report: "all" });
      const { ObjectArn = "" } = control.commandCalls(CreateJobCommand)[0]?.args[0].input.Manifest?.Location ?? {};
      const Key = ObjectArn.slice(`arn:aws:s3:::${stage.bucket}/`.length);
      const { Body } = await stage.s3.send(new GetObjectCommand({ Bucket: stage.bucket, Key }));
      const manifest = (await Body?.transformToString()) ?? "";
      assert.equal(manifest, keys.map((key) => manifestLine(stage.bucket, key)).join(""));
      const results: Record<string, string> = {};
      for (const line of manifest.trimEnd().split("\n")) {
        const [bucket = "", key = ""] = line.split(",");
        const { resultCode, resultString } = await stage.loadTask(bucket, key);
        results[decodeURIComponent(key)] = `${resultCode}: ${resultString}`;
      }
      const counts = (indexed: number, duplicate: number) =>
        `Succeeded: test-json: received ${indexed + duplicate} = indexed ${indexed} + duplicate ${duplicate} + rejected 0 + dropped 0`;
      assert.deepEqual(results, {
        "json/new.json": counts(0, 1),
        "json/odd é,\"'&.json": counts(1, 0),
        "json/old a+b.json": counts(0, 1),
        "json/old.json.gz": counts(0, 2),
      });
      assert.deepEqual(await stage.numbers(), [1, 2, 3, 4, 6]);
    } finally {
      control.restore();
      rmSync(folder, { recursive: true });
    }
  });
});
