import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { defaultLimits } from "../../functions/shared/limits";
import { zip } from "../functions/loader/containers";
import { albKey, albLine, albLines, InputLoader } from "./input-loader";

describe("faults in what an object is packed in", () => {
  let loader: InputLoader;
  beforeEach(() => {
    loader = new InputLoader();
  });

  const damaged: readonly [string, (packed: Buffer) => Buffer, RegExp][] = [
    [
      "a wrong check sum",
      (packed) => changed(packed, packed.length - 6),
      /^corrupt gzip: incorrect data check after \d+/,
    ],
    [
      "a wrong length",
      (packed) => changed(packed, packed.length - 2),
      /^corrupt gzip: incorrect length check after \d+/,
    ],
    [
      "a damaged middle",
      (packed) => changed(packed, packed.length >> 1, 64),
      /^corrupt gzip: .* after \d+ decompressed/,
    ],
  ];
  for (const [what, damage, reason] of damaged) {
    it(`row 3: gzip with ${what} goes to quarantine, and the lines before are kept, once`, async () => {
      const content = damage(gzipSync(albLines(2_000)));
      assert.deepEqual(await loader.load(albKey, content), []);
      const [note] = loader.quarantine;
      assert.deepEqual([note?.bucket, note?.key, note?.versionId], ["archive", albKey, "v1"]);
      assert.match(note?.reason ?? "", reason);
      assert.ok((note?.offset ?? 0) > 0);
      const kept = loader.documents.length;
      // What a damaged middle decompresses to may be any text: its lines are pipeline errors.
      const whole = kept - Number(loader.accounted.pipelineErrors);
      assert.ok(whole > 500 && whole <= 2_000, `${whole} lines`);
      assert.equal(note?.received, kept);
      assert.equal(loader.metrics.counts.ObjectsQuarantined, 1);
      await loader.load(albKey, content);
      assert.deepEqual([loader.documents.length, loader.accounted.duplicate], [kept, kept]);
    });
  }

  it("row 3: gzip with a bad header goes to quarantine, and is not delivered again", async () => {
    const content = changed(gzipSync(albLines(3)), 3, 1, 0xe0);
    assert.deepEqual(await loader.load(albKey, content), []);
    assert.match(loader.quarantine[0]?.reason ?? "", /^corrupt gzip: unknown header flags set after 0/);
    assert.equal(loader.documents.length, 0);
  });

  it("row 4: truncated gzip goes to quarantine, and its whole lines are indexed; the line that was cut is not", async () => {
    const text = albLines(500);
    const packed = gzipSync(text);
    for (const end of [packed.length >> 1, packed.length - 1]) {
      loader = new InputLoader();
      assert.deepEqual(await loader.load(albKey, packed.subarray(0, end)), []);
      const [note] = loader.quarantine;
      assert.match(note?.reason ?? "", /^truncated gzip: unexpected end of file after \d+ decompressed bytes$/);
      const whole = Buffer.from(text).subarray(0, note?.offset).toString().split("\n").length - 1;
      assert.ok(whole > 100, `${whole} lines`);
      assert.equal(loader.documents.length, whole);
      assert.equal(loader.accounted.pipelineErrors, 0);
    }
  });

  for (const [what, key, content] of [
    ["an object of no bytes", albKey, ""],
    ["a directory's marker", "AWSLogs/111122223333/", ""],
    ["gzip of nothing", albKey, gzipSync("")],
    ["white space", "some/key", " \r\n\n "],
  ] as const) {
    it(`row 5: ${what} is acknowledged and counted as empty`, async () => {
      assert.deepEqual(await loader.load(key, content), []);
      assert.deepEqual([loader.accounted.outcome, loader.accounted.received], ["empty", 0]);
      assert.deepEqual(loader.metrics.counts, { ObjectsEmpty: 1 });
      assert.deepEqual([...loader.aside.objects.keys()], []);
    });
  }

  it("row 5: a line of 15 bytes is loaded", async () => {
    await loader.load("some/key", "a text, 15 byte");
    assert.equal(loader.documents.length, 1);
    assert.match(JSON.stringify(loader.documents[0]?.document), /a text, 15 byte/);
    const whole = new InputLoader({ source: "linux-syslog" });
    await whole.load("messages", "<13>1 - - - - -");
    assert.deepEqual([whole.accounted.indexed, whole.documents.length], [1, 1]);
  });

  it("row 6: all members of a gzip are read, also those behind NULs", async () => {
    const parts = [
      gzipSync(albLine(1)),
      gzipSync(albLine(2) + albLine(3).slice(0, 100)),
      gzipSync(albLine(3).slice(100)),
    ];
    await loader.load(albKey, Buffer.concat([...parts, Buffer.alloc(512), gzipSync(albLine(4))]));
    assert.deepEqual([loader.accounted.indexed, loader.accounted.pipelineErrors], [4, 0]);
  });

  const small = { ...defaultLimits, ratioFreeBytes: 1024 ** 2 };
  const zeros = Buffer.alloc(32 * 1024 ** 2);
  const bombs: readonly [string, Uint8Array, typeof small, string, RegExp][] = [
    [
      "gzip of a thousand times its size",
      gzipSync(zeros),
      small,
      "expansionRatio",
      /becomes more than 250 times as large/,
    ],
    ["gzip in gzip", gzipSync(gzipSync(zeros)), small, "expansionRatio", /becomes more than 250 times as large/],
    [
      "a zip of many bombs, each of them small",
      zip(Array.from({ length: 40 }, (_, n) => ({ name: `${n}.log`, content: zeros.subarray(0, 1024 ** 2 - 1) }))),
      small,
      "expansionRatio",
      /becomes more than 250 times as large/,
    ],
    [
      "one that is larger than any may become",
      gzipSync(Buffer.from(albLines(4_000))),
      { ...small, expandedBytes: 1024 ** 2 },
      "expandedBytes",
      /becomes larger than 1048576 bytes/,
    ],
    [
      "a zip of more members than allowed",
      zip(Array.from({ length: 12 }, (_, n) => ({ name: `${n}.log`, content: albLine(n) }))),
      { ...small, members: 10 },
      "members",
      /a zip of more than 10 members/,
    ],
    [
      "containers in containers",
      [1, 2, 3, 4].reduce<Buffer>((inner) => gzipSync(inner), Buffer.from(albLine(1))),
      small,
      "containers",
      /more than 3 containers/,
    ],
  ];
  for (const [what, content, limits, limit, reason] of bombs) {
    it(`row 9: ${what} goes to quarantine, and the limit is counted`, async () => {
      loader = new InputLoader({ limits });
      assert.deepEqual(await loader.load(albKey, content), []);
      assert.match(loader.quarantine[0]?.reason ?? "", reason);
      assert.ok((loader.metrics.limits[limit] ?? 0) >= 1, JSON.stringify(loader.metrics.limits));
      assert.deepEqual(Object.keys(loader.accounted.limitsReached ?? {}), [limit]);
      assert.equal(loader.metrics.counts.ObjectsQuarantined, 1);
    });
  }

  it("row 9: nothing is expanded much further than allowed", async () => {
    loader = new InputLoader({ limits: small });
    await loader.load(albKey, gzipSync(zeros));
    const offset = loader.quarantine[0]?.offset ?? Number.POSITIVE_INFINITY;
    assert.ok(offset < 9 * 1024 ** 2, `${offset} of ${zeros.length} bytes`);
  });

  it("row 10: all members of a zip are read, whatever their names, which are no paths", async () => {
    const inner = zip([{ name: "../../inner.log", content: albLine(4) }]);
    const members = [
      { name: "../../../etc/cron.d/x", content: albLine(1) },
      { name: "/absolute.log", content: albLine(2) },
      { name: "a\u0000b\n.log", content: albLine(3) },
      { name: "nested.zip", content: inner },
    ];
    await loader.load(albKey, zip(members));
    assert.deepEqual([loader.accounted.indexed, loader.accounted.pipelineErrors], [4, 0]);
    assert.equal(loader.quarantine.length, 0);
    const paths = loader.documents.map(({ document }) => (document.log as { file: { path: string } }).file.path);
    assert.deepEqual(new Set(paths), new Set([`s3://archive/${albKey}`]));
  });

  it("row 10: a member that cannot be read is in the note, and the others are read", async () => {
    await loader.load(
      albKey,
      zip([
        { name: "a.log", content: albLine(1) },
        { name: "../b.7z", content: Buffer.from("7z\xbc\xaf\x27\x1c...", "latin1") },
        { name: "c.log", content: albLine(2), flags: 1 },
        { name: "d.log", content: albLine(3) },
      ]),
    );
    assert.equal(loader.documents.length, 2);
    assert.match(loader.quarantine[0]?.reason ?? "", /and 1 more of its members cannot be read/);
    for (const key of loader.aside.objects.keys()) assert.match(key, /^quarantine\/[\w-]{22}\.json$/);
  });
});

function changed(bytes: Buffer, at: number, count = 1, value?: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let index = at; index < at + count; index += 1) copy[index] = value ?? (copy[index] ?? 0) ^ 0xff;
  return copy;
}
