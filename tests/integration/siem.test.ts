import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { HeadObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { emulatorClient } from "../../local/aws-emulator";
import { load } from "../../local/commands";
import { notifyAgain } from "../../local/delivery";
import { type DemoObject, generate } from "../../local/demo/generator";
import { accountingIn, isComplete, type ObjectAccounting } from "../../local/object-accounting";
import { type Stage, startStage } from "../../local/stage";
import { running } from "../cli/running";

/** The whole way, on real parts: the Pulumi engine, OpenSearch, the deployed function; AWS is emulated. */
describe("the deployed SIEM", function () {
  this.timeout(300_000);
  const day = generate({ events: 3000, seed: 4 });
  let folder: string;
  let stage: Stage;
  let s3: S3Client;
  let sqs: SQSClient;
  let logLines: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "siem-stage-"));
    stage = await startStage({ stateFolder: folder, progress: () => undefined });
    stage.onFunctionLog((line) => logLines.push(line));
    s3 = new S3Client({ ...emulatorClient(stage.awsEndpoint, stage.region), forcePathStyle: true });
    // The emulator writes its own idea of its address into the URL of a queue.
    sqs = new SQSClient({ ...emulatorClient(stage.awsEndpoint, stage.region), useQueueUrlAsEndpoint: false });
  });

  beforeEach(() => {
    logLines = [];
  });

  after(async () => {
    s3?.destroy();
    sqs?.destroy();
    await stage?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const output = (name: string): string => {
    const value = stage.outputs[name];
    assert.equal(typeof value, "string", `the stack has no output ${name}`);
    return value as string;
  };

  const bucketOf = ({ bucket }: DemoObject): string =>
    output({ archive: "archiveBucketName", accessLogs: "accessLogBucketName" }[bucket]);

  const deliverDay = async (): Promise<void> => {
    for (const object of day.objects) await stage.deliver(bucketOf(object), object.key, object.body);
  };

  const notifyDayAgain = async (): Promise<void> => {
    for (const object of day.objects) {
      const bucket = bucketOf(object);
      const {
        ETag = "",
        ContentLength = 0,
        VersionId,
      } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: object.key }));
      const notified = { key: object.key, eTag: ETag.replaceAll('"', ""), size: ContentLength, versionId: VersionId };
      await notifyAgain({ s3, sqs, region: stage.region, bucket, queueUrl: output("queueUrl") }, notified);
    }
  };

  const openSearch = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${stage.openSearchUrl}/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${path}: ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  };

  const documentsByDataset = async (): Promise<Record<string, number>> => {
    await openSearch("siem-*/_refresh");
    const answer = await openSearch("siem-*/_search", {
      size: 0,
      // What rules find in the day is another matter.
      query: { bool: { must_not: { term: { "event.kind": "signal" } } } },
      aggs: { datasets: { terms: { field: "event.dataset", size: 100 } } },
    });
    const { datasets } = answer["aggregations"] as { datasets: { buckets: { key: string; doc_count: number }[] } };
    return Object.fromEntries(datasets.buckets.map(({ key, doc_count }) => [key, doc_count]));
  };

  const searchOne = async (query: object): Promise<Record<string, unknown>> => {
    await openSearch("siem-*/_refresh");
    const { hits } = (await openSearch("siem-*/_search", { query })) as { hits: { hits: { _source: never }[] } };
    assert.equal(hits.hits.length, 1);
    return hits.hits[0]!._source;
  };

  const accountings = (): ObjectAccounting[] => logLines.flatMap((line) => accountingIn(line) ?? []);

  const objectsUnder = async (prefix: string): Promise<string[]> => {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: output("archiveBucketName"), Prefix: prefix }),
    );
    return Contents.map(({ Key = "" }) => Key);
  };

  const expectedByDataset = (objects: readonly DemoObject[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { source, events } of objects) {
      const dataset = source.replace(/-/, ".").replaceAll("-", "_");
      counts[dataset] = (counts[dataset] ?? 0) + events;
    }
    return counts;
  };

  it("indexes each event of a day once, although its function is killed in the middle and the objects come again", async () => {
    const delivered = deliverDay();
    while (accountings().length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok((await stage.killFunctions()) > 0, "no function was running");
    await delivered;
    const { deadLetters } = await stage.waitUntilIdle();
    assert.equal(deadLetters, 0);
    const once = await documentsByDataset();
    assert.deepEqual(once, expectedByDataset(day.objects));

    logLines = [];
    await notifyDayAgain();
    await stage.waitUntilIdle();
    assert.deepEqual(await documentsByDataset(), once);
    assert.equal(accountings().length, day.objects.length);
    assert.ok(accountings().every((account) => isComplete(account) && account.indexed === 0));
  });

  it("keeps a line that cannot be read as a pipeline error, and loads the others", async () => {
    const key =
      "AWSLogs/444455556666/vpcflowlogs/eu-west-1/2026/01/02/444455556666_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260102T0305Z_bad00001.log.gz";
    const good =
      "2 444455556666 eni-0123456789abcdef0 10.0.0.5 198.51.100.7 40000 443 6 10 4200 1767323100 1767323160 ACCEPT OK";
    const lines = [
      "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
      good,
      "this is no flow",
      good,
    ];
    await stage.deliver(output("archiveBucketName"), key, gzipSync(lines.join("\n")));
    await stage.waitUntilIdle();
    const [account] = accountings();
    assert.equal(account?.received, 3);
    assert.equal(account?.indexed, 3);
    const error = await searchOne({
      bool: {
        filter: [
          { term: { "event.kind": "pipeline_error" } },
          { match_phrase: { "log.file.path": `s3://${output("archiveBucketName")}/${key}` } },
        ],
      },
    });
    assert.equal((error["event"] as Record<string, unknown>)["original"], "this is no flow");
  });

  it("puts an object that is not what its name says into quarantine, with place and reason", async () => {
    const key =
      "AWSLogs/444455556666/CloudTrail/eu-west-1/2026/01/02/444455556666_CloudTrail_eu-west-1_20260102T0305Z_corrupt000000001.json.gz";
    const corrupt = gzipSync(JSON.stringify({ Records: [] })).subarray(0, 20);
    await stage.deliver(output("archiveBucketName"), key, corrupt);
    const { deadLetters } = await stage.waitUntilIdle();
    assert.equal(deadLetters, 0);
    const notes = await objectsUnder("quarantine/");
    assert.equal(notes.length, 1);
  });

  it("keeps an object of unknown kind as one document", async () => {
    await stage.deliver(
      output("archiveBucketName"),
      "somewhere/else.txt",
      "neither JSON nor a known line\nsecond line\n",
    );
    await stage.waitUntilIdle();
    const found = await searchOne({ term: { "event.dataset": "siem.unrecognised" } });
    assert.match(JSON.stringify(found), /neither JSON nor a known line/);
  });

  it("acknowledges an empty object", async () => {
    await stage.deliver(output("archiveBucketName"), "AWSLogs/empty.log", "");
    const { deadLetters } = await stage.waitUntilIdle();
    assert.equal(deadLetters, 0);
  });

  it("tells who loads files what became of each, whatever they are called and though one cannot be delivered", async () => {
    const flow = (count: number) => {
      const header = "srcaddr dstaddr srcport dstport action start end account-id version\n";
      return header + "192.0.2.1 198.51.100.1 1024 443 ACCEPT 1767322200 1767322900 111122223333 2\n".repeat(count);
    };
    const files = [
      ["a/same.log", 1],
      ["b/same.log", 2],
      ["c/same.log", 1],
      ["\u202egpj.\u001b[31mlog", 3],
      ["line\nend.log", 4],
    ] as const;
    for (const name of ["a", "b", "c"]) await mkdir(join(folder, "files", name), { recursive: true });
    for (const [name, count] of files) await writeFile(join(folder, "files", name), flow(count));
    const paths = files.map(([name]) => join(folder, "files", name));
    const { code, out } = await running(() => load(paths, {}, folder));
    assert.equal(code, 1);
    const said = out.split("\n").map((line) => line.replace(/^.* -> manual\/[-\d]+\//, "-> "));
    assert.deepEqual(said.slice(0, 2 * files.length + 1), [
      "-> same.log",
      "  aws-vpc-flow: 1 received, 1 indexed, 0 known already, 0 rejected",
      "-> same.log",
      "  aws-vpc-flow: 2 received, 2 indexed, 0 known already, 0 rejected",
      "-> same.log",
      `  the same as ${paths[0]}: delivered once`,
      "-> \\u202egpj.\\x1b[31mlog",
      "  aws-vpc-flow: 3 received, 3 indexed, 0 known already, 0 rejected",
      "-> line\\x0aend.log",
      "  not delivered: the AWS emulator does not take an object of this key (HTTP 404); deliver it alone, under another one: --key",
      "Total: 4 of 5 files loaded: 6 received, 6 indexed, 0 known already, 0 rejected, 0 dropped, 0 pipeline errors",
    ]);
  });

  it("tells who loads files that OpenSearch blocks writes, until it takes them", async () => {
    const file = join(folder, "files", "blocked.log");
    await writeFile(file, `${await readFile(join(folder, "files", "a/same.log"), "utf8")}\n`);
    const block = async (blocked: boolean): Promise<void> => {
      const response = await fetch(`${stage.openSearchUrl}/siem-aws.vpc_flow-*/_settings`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ "index.blocks.read_only_allow_delete": blocked ? true : null }),
      });
      assert.ok(response.ok, await response.text());
    };
    await block(true);
    stage.onFunctionLog((line) => {
      if (line.includes('"object parked"')) void block(false);
    });
    const { code, out, err } = await running(() => load([file], {}, folder));
    assert.match(err, /0 of 1 file accounted for; manual\/.*blocked\.log waits: OpenSearch blocks writes to an index/);
    assert.match(out, /1 received, 1 indexed/);
    assert.equal(code, 0);
  });

  it("changes nothing when it is deployed a second time", async () => {
    const { changes } = await stage.deploy();
    assert.deepEqual({ ...changes, unchanged: 0 }, { created: 0, updated: 0, replaced: 0, deleted: 0, unchanged: 0 });
    assert.ok(changes.unchanged > 40);
  });

  it("leaves no bucket and no queue when it is destroyed", async () => {
    await stage.undeploy();
    assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets ?? [], []);
    assert.deepEqual((await sqs.send(new ListQueuesCommand({}))).QueueUrls ?? [], []);
  });
});
