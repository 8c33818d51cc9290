import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { awsStage } from "../../cli/doctor/aws-stage";
import { type Examination, examine } from "../../cli/doctor/examine";
import { findPlaces, type Places } from "../../cli/rescue/places";
import { emulatorClient } from "../../local/aws-emulator";
import { generate } from "../../local/demo/generator";
import { type Stage, startStage } from "../../local/stage";
import { writeStageRecord } from "../../local/stage-record";

/** What the command does but for its printing, on the deployed local stage. */
describe("siem doctor, on the local stage", function () {
  this.timeout(300_000);
  let folder: string;
  let stage: Stage;
  let places: Places;
  let s3: S3Client;
  let sqs: SQSClient;

  const look = (): Promise<Examination> => examine(places, awsStage(places));
  const found = ({ findings }: Examination) =>
    findings.filter(({ level }) => level !== "ok").map(({ check, level, says }) => `${level} ${check}: ${says}`);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-doctor-"));
    stage = await startStage({ stateFolder: folder, progress: () => undefined });
    // As `siem up` notes it for other processes.
    writeStageRecord(folder, new Date(), {
      awsEndpoint: stage.awsEndpoint,
      openSearchUrl: stage.openSearchUrl,
      domainEndpoint: new URL(stage.frontUrl).host,
      controlUrl: "http://127.0.0.1:1",
      region: stage.region,
      pulumiFolder: folder,
      outputs: stage.outputs,
    });
    places = await findPlaces({}, folder);
    s3 = new S3Client({ ...emulatorClient(stage.awsEndpoint, stage.region), forcePathStyle: true });
    sqs = new SQSClient({ ...emulatorClient(stage.awsEndpoint, stage.region), useQueueUrlAsEndpoint: false });
  });

  after(async () => {
    s3?.destroy();
    sqs?.destroy();
    await stage?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("finds it well put together, and no logs yet", async () => {
    const examination = await look();
    assert.deepEqual(found(examination), ["warning last events: no log was indexed in the last 30 days"]);
    assert.ok(examination.findings.some(({ says }) => says === "the domain lets the loader's role in"));
  });

  it("says when each log was indexed last, by source, account and region", async () => {
    const before = Date.now();
    for (const { bucket, key, body } of generate({ events: 1_000, seed: 3 }).objects) {
      const name = { archive: "archiveBucketName", accessLogs: "accessLogBucketName" }[bucket];
      await stage.deliver(String(stage.outputs[name]), key, body);
    }
    await stage.waitUntilIdle();
    await fetch(`${stage.openSearchUrl}/siem-*/_refresh`, { method: "POST" });
    const examination = await look();
    assert.deepEqual(found(examination), []);
    const trail = examination.lastEvents.find(({ dataset }) => dataset === "aws.cloudtrail");
    assert.ok(trail !== undefined && Date.parse(trail.at) >= before - 1_000, JSON.stringify(trail));
    assert.ok(trail.senders >= 3, JSON.stringify(trail));
  });

  it("finds what somebody broke: notifications, a dead letter, the pipeline that documents need", async () => {
    const bucket = String(stage.outputs.archiveBucketName);
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration: {} }));
    const QueueUrl = String(stage.outputs.deadLetterQueueUrl);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
    for (const [path, method, body] of [
      ["siem-*/_settings", "PUT", '{"index.final_pipeline":"_none"}'],
      ["_ingest/pipeline/siem-create-only", "DELETE", undefined],
    ] as const) {
      const headers = { "content-type": "application/json" };
      await fetch(`${stage.openSearchUrl}/${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    }
    assert.deepEqual(found(await look()), [
      `error notifications: ${bucket} announces its objects to nobody, not to the loader's queue`,
      "error dead letters: 1 message is a dead letter: its object is not loaded",
      "error templates: the ingest pipeline siem-create-only is missing: no document is taken",
    ]);
  });
});
