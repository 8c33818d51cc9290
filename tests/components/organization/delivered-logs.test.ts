import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { FindingCollection, LogCollection } from "../../../components";
import { normaliseObject } from "../../../functions/loader/normalise";
import { sources } from "../../../functions/loader/registry.generated";
import { ireland, type Registered, register } from "../support";
import { administrator, archive } from "./support";

const sourceFolder = resolve(__dirname, "../../../sources");

/** The text of a source's first sample whose name says what it is. */
function sample(source: string, name: string): Buffer {
  const folder = join(sourceFolder, source, "samples");
  const file = readdirSync(folder).find((each) => each.startsWith(`${name}.input.`));
  assert.ok(file, `${source} has no sample ${name}`);
  const bytes = readFileSync(join(folder, file));
  return file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

/** Values of JSON that follow each other, as AWS sends them: each on one line. */
function compact(text: Buffer): string {
  return JSON.stringify(JSON.parse(text.toString()));
}

async function load(key: string, body: Buffer) {
  const options = { sources, now: () => new Date("2026-01-02T12:00:00Z"), filePath: key };
  const records = normaliseObject({ bucket: "archive", key }, Readable.from([body]), options);
  const datasets: string[] = [];
  for await (const record of records) {
    if (record.kind !== "document") continue;
    const { event } = record.document as { event?: { dataset?: string; kind?: string } };
    datasets.push(event?.kind === "pipeline_error" ? "pipeline_error" : String(event?.dataset));
  }
  return { datasets: [...new Set(datasets)].sort(), summary: records.summary };
}

describe("What the streams of an organization write", () => {
  const common = {
    target: ireland,
    archive,
    logKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
    logRetentionDays: 365,
  };
  let registered: Registered;
  before(async () => {
    registered = await register(() => {
      const organizationId = "o-exampleorg1";
      new LogCollection("siem-test-log-groups", { ...common, organizationId, regions: ["eu-west-1"] });
      const ofFindings = {
        services: ["security-hub"],
        regions: ["eu-west-1"],
        delegatedAdministrator: administrator,
      } as const;
      new FindingCollection("siem-test-findings", { ...common, ...ofFindings, administrator: {} });
    });
  });

  /** How Firehose writes records: below the stream's prefix, compressed and delimited as the stream says. */
  function written(name: string, records: readonly Buffer[]): { key: string; body: Buffer } {
    const { inputs } = registered.one("kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", name);
    const s3 = inputs.extendedS3Configuration as {
      prefix: string;
      compressionFormat: string;
      processingConfiguration?: { processors: { parameters: { parameterValue: string }[] }[] };
    };
    const delimiter = s3.processingConfiguration?.processors[0]?.parameters[0]?.parameterValue === "\\n" ? "\n" : "";
    const body = Buffer.concat(records.flatMap((record) => [record, Buffer.from(delimiter)]));
    const key = s3.prefix.replace("!{timestamp:yyyy/MM/dd/HH}", "2026/01/02/03");
    const suffix = "1-2026-01-02-03-04-05-11111111-2222-4333-8444-555555555555";
    return {
      key: `${key}${name}-${suffix}${s3.compressionFormat === "GZIP" ? ".gz" : ""}`,
      body: s3.compressionFormat === "GZIP" ? gzipSync(body) : body,
    };
  }

  it("is taken for what it is, though log groups of several services are in one object, each compressed by itself", async () => {
    const envelopes = [
      sample("aws-eks-audit", "forbidden-anonymous-and-impersonation"),
      sample("aws-lambda", "text-lines"),
    ].map((text) => gzipSync(compact(text)));
    const { key, body } = written("siem-test-log-groups", envelopes);
    const { datasets, summary } = await load(key, body);
    assert.deepEqual(datasets, ["aws.eks_audit", "aws.lambda"]);
    assert.equal(summary.pipelineErrors, 0);
  });

  it("is taken for what it is, findings and their envelopes of EventBridge alike", async () => {
    const finding = Buffer.from(compact(sample("aws-securityhub", "failed-control-through-eventbridge")));
    const { key, body } = written("siem-test-findings", [finding, finding]);
    const { datasets, summary } = await load(key, body);
    assert.deepEqual([datasets, summary.received, summary.pipelineErrors], [["aws.securityhub"], 2, 0]);
  });

  it("is no event of anybody where CloudWatch Logs only tests the stream", async () => {
    const control = { messageType: "CONTROL_MESSAGE", owner: "CloudwatchLogs", logGroup: "", logStream: "" };
    const events = [
      {
        id: "",
        timestamp: 1_767_322_800_000,
        message: "CWL CONTROL MESSAGE: Checking health of destination Firehose.",
      },
    ];
    const test = gzipSync(JSON.stringify({ ...control, subscriptionFilters: [], logEvents: events }));
    const { key, body } = written("siem-test-log-groups", [
      test,
      gzipSync(compact(sample("aws-lambda", "text-lines"))),
    ]);
    const { datasets, summary } = await load(key, body);
    assert.deepEqual([datasets, summary.pipelineErrors], [["aws.lambda"], 0]);
    assert.deepEqual(Object.values(summary.dropped), [1]);
  });
});
