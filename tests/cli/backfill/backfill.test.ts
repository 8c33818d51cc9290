import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parseSelection } from "../../../cli/backfill/backfill";
import { duration, estimateDirect, estimateJob, size } from "../../../cli/backfill/estimate";
import { inventoryObject, newestInventory, parseInventoryManifest } from "../../../cli/backfill/inventory";
import { manifestKeys, manifestLine, writeManifest } from "../../../cli/backfill/manifest";
import { type Selection, type StoredObject, selected, Tally } from "../../../cli/backfill/objects";
import { sendAll } from "../../../cli/backfill/send-all";
import { decodeMessage } from "../../../functions/loader/events";
import { FakeClock } from "../../functions/loader/fakes";
import { runs } from "../../support/fuzz";

const at = (time: string) => new Date(time);
const selection: Selection = {
  bucket: "archive",
  archiveBucket: "archive",
  prefix: "AWSLogs/",
  since: at("2025-01-01T00:00:00Z"),
  until: at("2026-01-01T00:00:00Z"),
};

function object(key: string, over: Partial<StoredObject> = {}): StoredObject {
  return { key, size: 100, modifiedAt: at("2025-06-01T00:00:00Z"), storageClass: "INTELLIGENT_TIERING", ...over };
}

async function* stored(objects: readonly StoredObject[]): AsyncGenerator<StoredObject> {
  for (const each of objects) yield await Promise.resolve(each);
}

async function select(objects: readonly StoredObject[], over: Partial<Selection> = {}, limit = Infinity) {
  const tally = new Tally();
  const keys: string[] = [];
  for await (const { key } of selected(stored(objects), { ...selection, ...over }, tally, limit)) keys.push(key);
  return { tally, keys };
}

describe("What a backfill selects", () => {
  it("is within prefix and time: since is in, until is not", async () => {
    const { keys, tally } = await select([
      object("AWSLogs/first", { modifiedAt: selection.since }),
      object("AWSLogs/last", { modifiedAt: at("2025-12-31T23:59:59.999Z"), size: 50 }),
      object("AWSLogs/too-late", { modifiedAt: selection.until }),
      object("AWSLogs/too-early", { modifiedAt: at("2024-12-31T23:59:59Z") }),
      object("other/a"),
    ]);
    assert.deepEqual(keys, ["AWSLogs/first", "AWSLogs/last"]);
    assert.deepEqual([tally.objects, tally.bytes], [2, 150]);
    assert.deepEqual([tally.first, tally.last], [selection.since, at("2025-12-31T23:59:59.999Z")]);
    assert.deepEqual(tally.leftOut, { empty: 0, setAside: 0, archived: 0 });
  });

  it("leaves out what cannot or need not be loaded, and counts it by reason", async () => {
    const { keys, tally } = await select(
      [
        object("folder/", { size: 0 }),
        object("rejected/aws-alb/a.ndjson"),
        object("quarantine/a.json"),
        object("glacier", { storageClass: "GLACIER" }),
        object("deep", { storageClass: "DEEP_ARCHIVE" }),
        object("tier", { accessTier: "DEEP_ARCHIVE" }),
        object("instant", { storageClass: "GLACIER_IR", accessTier: "FREQUENT" }),
        object("standard", { storageClass: undefined }),
      ],
      { prefix: "" },
    );
    assert.deepEqual(keys, ["instant", "standard"]);
    assert.deepEqual(tally.leftOut, { empty: 1, setAside: 2, archived: 3 });
    const elsewhere = await select([object("rejected/a")], { prefix: "", bucket: "access-logs" });
    assert.deepEqual(elsewhere.keys, ["rejected/a"], "in other buckets it is a log like any other");
  });

  it("is at most as many as asked for", async () => {
    const { keys, tally } = await select([object("AWSLogs/a"), object("AWSLogs/b"), object("AWSLogs/c")], {}, 2);
    assert.deepEqual([keys, tally.objects], [["AWSLogs/a", "AWSLogs/b"], 2]);
  });
});

describe("The options of a backfill", () => {
  const stage = { archiveBucket: "archive", logBuckets: ["archive", "logs", "partner"] };
  const now = at("2026-01-02T00:00:00Z");
  const parse = (options: Partial<Parameters<typeof parseSelection>[1]>) =>
    parseSelection(stage, { prefix: "AWSLogs/", since: "365d", in: "archive", ...options }, now);

  it("name bucket, prefix and times", () => {
    assert.deepEqual(parse({}), {
      bucket: "archive",
      archiveBucket: "archive",
      prefix: "AWSLogs/",
      since: at("2025-01-02T00:00:00Z"),
      until: now,
    });
    assert.equal(parse({ in: "access-logs" }).bucket, "logs");
    assert.equal(parse({ in: "partner" }).bucket, "partner");
    assert.deepEqual(parse({ since: "2024-01-01", until: "2024-02-01" }).until, at("2024-02-01T00:00:00Z"));
    assert.equal(parse({ prefix: "" }).prefix, "");
  });

  for (const [what, options, message] of [
    ["no prefix", { prefix: undefined }, /needs --prefix and --since/],
    ["no since", { since: undefined }, /needs --prefix and --since/],
    [
      "a bucket that the loader may not read",
      { in: "somebody-elses" },
      /--in is "somebody-elses"; the loader reads archive/,
    ],
    ["a time that is none", { until: "tomorrow" }, /--until is "tomorrow"; it must be a time/],
    ["times in the wrong order", { since: "1d", until: "2d" }, /which is not before --until/],
  ] as const) {
    it(`are refused with ${what}`, () => assert.throws(() => parse(options as object), message));
  }
});

describe("A manifest of S3 Batch Operations", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-manifest-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("has a line for each object, with the key encoded", () => {
    assert.equal(manifestLine("archive", 'a b+c,"d"/é'), "archive,a%20b%2Bc%2C%22d%22%2F%C3%A9\n");
  });

  it("holds any key so that it is read as it was", async () => {
    const path = join(folder, "any.csv");
    const key = fc.string({ unit: "binary", minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(key, { maxLength: 20 }), async (keys) => {
        await writeManifest(path, "archive", stored(keys.map((each) => object(each))));
        const read: string[] = [];
        for await (const each of manifestKeys(path)) read.push(each);
        assert.deepEqual(read, keys);
        assert.equal(readFileSync(path, "utf8").split("\n").length, keys.length + 1);
      }),
      runs(50),
    );
  });

  it("is sent as S3's own notifications, no faster than asked", async () => {
    const path = join(folder, "sent.csv");
    await writeManifest(path, "archive", stored(["a b", "c+d", "é"].map((key) => object(key))));
    const clock = new FakeClock();
    const bodies: string[] = [];
    const queue = { send: (body: string) => Promise.resolve(void bodies.push(body)) };
    await sendAll(path, { queue, clock }, { bucket: "archive", region: "eu-west-1", rate: 2 });
    const keys = bodies.map((body) => {
      const message = decodeMessage(body);
      return message.kind === "objects" ? message.objects[0]?.reference.key : message.kind;
    });
    assert.deepEqual(keys, ["a b", "c+d", "é"]);
    assert.deepEqual(clock.slept, [500, 500]);
  });

  it("says how many were sent when the queue refuses", async () => {
    const path = join(folder, "refused.csv");
    await writeManifest(path, "archive", stored(["a", "b"].map((key) => object(key))));
    let sent = 0;
    const queue = {
      send: () => (++sent > 1 ? Promise.reject(new Error("no permission")) : Promise.resolve()),
    };
    await assert.rejects(
      sendAll(path, { queue, clock: new FakeClock() }, { bucket: "archive", region: "eu-west-1", rate: 1_000 }),
      /1 object was sent before it failed; it is safe to start again\. no permission/,
    );
  });
});

describe("An inventory", () => {
  const manifest = {
    sourceBucket: "archive",
    destinationBucket: "arn:aws:s3:::reports",
    version: "2016-11-30",
    creationTimestamp: "1767312000000",
    fileFormat: "CSV",
    fileSchema: "Bucket, Key, Size, LastModifiedDate, StorageClass, IntelligentTieringAccessTier",
    files: [{ key: "inventory/archive/siem/data/1.csv.gz", size: 10, MD5checksum: "x" }],
  };
  const read = (over: object = {}) => parseInventoryManifest(JSON.stringify({ ...manifest, ...over }), "manifest.json");

  it("says when it was made, and has its objects in files whose columns it names", () => {
    const { createdAt, columns, files } = read();
    assert.deepEqual(createdAt, at("2026-01-02T00:00:00Z"));
    assert.deepEqual(files, ["inventory/archive/siem/data/1.csv.gz"]);
    const line = '"archive","AWSLogs/a+b%2Bc.gz","123","2025-06-01T00:00:00.000Z","INTELLIGENT_TIERING","FREQUENT"';
    assert.deepEqual(inventoryObject(line, columns), {
      key: "AWSLogs/a b+c.gz",
      size: 123,
      modifiedAt: at("2025-06-01T00:00:00Z"),
      storageClass: "INTELLIGENT_TIERING",
      accessTier: "FREQUENT",
    });
  });

  it("that lists all versions gives the newest ones, and no delete markers", () => {
    const columns = [
      "Bucket",
      "Key",
      "VersionId",
      "IsLatest",
      "IsDeleteMarker",
      "Size",
      "LastModifiedDate",
      "StorageClass",
    ];
    const row = (latest: string, marker: string) =>
      inventoryObject(`"b","k","v","${latest}","${marker}","1","2025-06-01T00:00:00.000Z","STANDARD"`, columns)?.key;
    assert.deepEqual([row("true", "false"), row("false", "false"), row("true", "true")], ["k", undefined, undefined]);
  });

  it("of another format, or without what is needed, is refused with what to do", () => {
    assert.throws(() => read({ fileFormat: "ORC" }), /manifest\.json is ORC; backfill reads CSV/);
    assert.throws(() => read({ fileSchema: "Bucket, Key" }), /lacks Size, LastModifiedDate, StorageClass/);
  });

  it("is the newest of its folder", () => {
    const folder = "inventory/archive/siem/";
    const folders = ["2025-12-28T01-00Z/", "2026-01-04T01-00Z/", "data/", "hive/"].map((name) => folder + name);
    assert.equal(newestInventory(folders), `${folder}2026-01-04T01-00Z/`);
    assert.equal(newestInventory([`${folder}data/`]), undefined);
  });
});

describe("The estimate of a backfill", () => {
  it("grows with objects and bytes, and shrinks with what is loaded at the same time", () => {
    const amount = { objects: 1_000_000, bytes: 100 * 1024 ** 3 };
    const [one, ten] = [estimateJob(amount, 1), estimateJob(amount, 10)];
    assert.ok(Math.abs(one.seconds / ten.seconds - 10) < 1e-9, "ten loaders take a tenth");
    assert.equal(one.dollars, 1.25);
    assert.ok(one.seconds > estimateJob({ ...amount, bytes: 0 }, 1).seconds, "bytes count");
    assert.deepEqual(estimateDirect(amount, 100), { seconds: 10_000, dollars: 0 });
  });

  it("is told in units that a person reads", () => {
    assert.deepEqual([0, 90, 150, 9_000, 200_000].map(duration), [
      "0 seconds",
      "90 seconds",
      "2.5 minutes",
      "2.5 hours",
      "2.3 days",
    ]);
    assert.deepEqual([0, 1_023, 1_536, 20 * 1024 ** 3, 1024 ** 4].map(size), [
      "0 bytes",
      "1023 bytes",
      "1.5 KiB",
      "20 GiB",
      "1 TiB",
    ]);
  });
});
