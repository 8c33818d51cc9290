import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearStateFolder, prepareStateFolder } from "../../local/stage-folder";
import { readStageRecord, removeStageRecord, writeStageRecord } from "../../local/stage-record";

describe("the state folder of a stage", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-state-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("takes one stage at a time", () => {
    writeStageRecord(folder, new Date("2026-01-02T03:04:05.000Z"));
    assert.throws(
      () => prepareStateFolder(folder, () => undefined),
      /A local stage runs already \(process \d+, since 2026-01-02T03:04:05.000Z\)\. Stop it with: npx siem down/,
    );
    removeStageRecord(folder);
    prepareStateFolder(folder, () => undefined);
  });

  it("is free when the process of its stage is gone", () => {
    const record = { pid: process.pid, identity: "another start time", startedAt: "2026-01-02T03:04:05.000Z" };
    writeFileSync(join(folder, "stage.json"), JSON.stringify(record));
    assert.equal(readStageRecord(folder), undefined);
    prepareStateFolder(folder, () => undefined);
    assert.equal(existsSync(join(folder, "stage.json")), false);
  });

  it("is emptied for a new stage, because the emulator starts empty", () => {
    mkdirSync(join(folder, "pulumi"));
    prepareStateFolder(folder, () => undefined);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("keeps nothing but the logs of an old one", () => {
    for (const name of ["logs", "opensearch", "functions"]) mkdirSync(join(folder, name));
    clearStateFolder(folder);
    assert.deepEqual(readdirSync(folder), ["logs"]);
  });

  it("tells other processes where the running stage is", () => {
    const ready = {
      awsEndpoint: "http://127.0.0.1:1",
      openSearchUrl: "http://127.0.0.1:2",
      domainEndpoint: "127.0.0.1:3",
      controlUrl: "http://127.0.0.1:4",
      region: "eu-west-1",
      pulumiFolder: "/opt/pulumi",
      outputs: { archiveBucketName: "archive" },
    };
    writeStageRecord(folder, new Date(), ready);
    assert.deepEqual(readStageRecord(folder)?.ready, ready);
  });
});
