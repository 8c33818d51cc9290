import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { EcsDocument } from "../../functions/shared/ecs";
import { defaultLimits } from "../../functions/shared/limits";
import { albKey, albLine, albLines, cloudTrailEvent, cloudTrailKey, InputLoader } from "./input-loader";

describe("faults in what an object says", () => {
  let loader: InputLoader;
  beforeEach(() => {
    loader = new InputLoader();
  });
  const document = (at = 0): EcsDocument => loader.documents[at]?.document ?? assert.fail("no document");

  for (const [what, content] of [
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${albLines(3)}`)],
    ["UTF-16, little end first", Buffer.from(`\ufeff${albLines(3)}`, "utf16le")],
    ["UTF-16, big end first", Buffer.from(`\ufeff${albLines(3)}`, "utf16le").swap16()],
  ] as const) {
    it(`row 7: ${what} is read as the text that it is`, async () => {
      await loader.load(albKey, content);
      assert.deepEqual([loader.accounted.indexed, loader.accounted.pipelineErrors], [3, 0]);
      assert.equal(document().url?.path, "/");
      assert.equal(document().tags, undefined);
    });
  }

  it("row 7: bytes that are no UTF-8 become U+FFFD, are kept in Base64 and counted, in their own record only", async () => {
    const line = Buffer.from(albLine(2, "/caf\xe9"), "latin1");
    await loader.load(albKey, Buffer.concat([Buffer.from(albLine(1)), line, Buffer.from(albLine(3, "/café"))]));
    assert.equal(loader.accounted.indexed, 3);
    assert.equal(document(1).url?.path, "/caf\ufffd");
    assert.deepEqual(document(1).tags, ["invalid-utf8"]);
    const original = /^base64:(.*)$/.exec(document(1).event?.original ?? "")?.[1] ?? "";
    assert.deepEqual(Buffer.from(original, "base64"), line.subarray(0, -1));
    assert.deepEqual([document(0).tags, document(2).tags], [undefined, undefined]);
    assert.equal(loader.metrics.counts.RecordsInvalidText, 1);
  });

  it("row 31: a line of 3 MiB is cut at 1 MiB, with the hash of all of it and its place; the next one is whole", async () => {
    const long = albLine(2, `/${"x".repeat(3 * 1024 ** 2)}`);
    await loader.load(albKey, albLine(1) + long + albLine(3));
    assert.deepEqual([loader.accounted.indexed, loader.accounted.received], [3, 3]);
    const cut = document(1);
    assert.ok(cut.tags?.includes("line-truncated"));
    assert.equal(cut.event?.hash, createHash("sha256").update(long.trimEnd()).digest("hex"));
    assert.equal(cut.log?.offset, Buffer.byteLength(albLine(1)));
    assert.ok(JSON.stringify(cut).length < 2.5 * 1024 ** 2);
    assert.deepEqual(document(2).tags, undefined);
    assert.deepEqual([loader.metrics.limits, loader.accounted.limitsReached], [{ lineBytes: 1 }, { lineBytes: 1 }]);
  });

  it("row 31: a stack may cut lines earlier", async () => {
    loader = new InputLoader({ limits: { ...defaultLimits, lineBytes: 1024 } });
    await loader.load(albKey, albLine(1) + albLine(2, `/${"x".repeat(2_000)}`));
    assert.deepEqual(loader.metrics.limits, { lineBytes: 1 });
    assert.ok(document(1).tags?.includes("line-truncated"));
  });

  const deep = (levels: number, open: string, close: string) => `${open.repeat(levels)}1${close.repeat(levels)}`;
  const manyKeys = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1])));
  const withParameters = (parameters: string) =>
    JSON.stringify(cloudTrailEvent(2)).replace('{"bucketName":"example"}', () => parameters);
  const refused: readonly [string, string, string, string, RegExp][] = [
    [
      "objects of 100,000 levels",
      withParameters(deep(100_000, '{"a":', "}")),
      "depth",
      "record-too-deep",
      /nested deeper|too deep/,
    ],
    [
      "arrays of 100,000 levels",
      withParameters(deep(100_000, "[", "]")),
      "depth",
      "record-too-deep",
      /nested deeper|too deep/,
    ],
    [
      "a million keys",
      withParameters(manyKeys(1_000_000)),
      "keys",
      "record-too-many-keys",
      /^more than 50000 members$/,
    ],
    [
      "20 MiB of one text",
      withParameters(JSON.stringify({ a: "x".repeat(20 * 1024 ** 2) })),
      "recordBytes",
      "record-too-large",
      /^larger than 16777216 bytes$/,
    ],
  ];
  for (const [what, event, limit, tag, message] of refused) {
    it(`row 32: an event with ${what} is kept as a pipeline error, and the others are loaded`, async function () {
      this.timeout(60_000);
      const others = [1, 3].map((number) => JSON.stringify(cloudTrailEvent(number)));
      await loader.load(cloudTrailKey, `{"Records":[${others[0]},${event},${others[1]}]}`);
      assert.deepEqual([loader.accounted.indexed, loader.accounted.pipelineErrors], [3, 1]);
      const error = document(1);
      assert.equal(error.event?.kind, "pipeline_error");
      assert.match(error.error?.message ?? "", message);
      assert.deepEqual(error.tags, [tag, "timestamp-missing"]);
      assert.ok((error.event?.original?.length ?? 0) <= 32 * 1024);
      assert.deepEqual(loader.metrics.limits, { [limit]: 1 });
      assert.deepEqual(
        [document(0), document(2)].map(({ event: kept }) => kept?.action),
        ["GetObject", "GetObject"],
      );
    });
  }

  it("row 32: an array of 30,000 items is cut at 10,000, and the document says so", async () => {
    const items = Array.from({ length: 30_000 }, (_, n) => `item ${n}`);
    await loader.load(
      cloudTrailKey,
      JSON.stringify({ Records: [cloudTrailEvent(1, { requestParameters: { items } })] }),
    );
    const parameters = (document() as { aws?: { cloudtrail?: { request_parameters?: { items?: string[] } } } }).aws;
    assert.equal(parameters?.cloudtrail?.request_parameters?.items?.length, 10_000);
    assert.deepEqual(document().tags, ["array-truncated"]);
    assert.deepEqual([loader.metrics.limits, loader.accounted.pipelineErrors], [{ arrayItems: 1 }, 0]);
  });

  it("row 32: an array of 30,000 records is none that is cut", async () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => JSON.stringify(cloudTrailEvent(n)));
    await loader.load(cloudTrailKey, `{"Records":[${lines.join(",")}]}`);
    assert.deepEqual([loader.accounted.indexed, loader.metrics.limits], [30_000, {}]);
  }).timeout(60_000);

  it("row 32: huge numbers are kept to the digit, and of equal keys the last counts", async () => {
    const event = withParameters('{"id":123456789012345678901,"id2":-9007199254740993,"a":1,"a":2,"f":1e400}');
    await loader.load(cloudTrailKey, `{"Records":[${event}]}`);
    const { aws } = document() as { aws?: { cloudtrail?: { request_parameters?: unknown } } };
    const kept = { id: "123456789012345678901", id2: "-9007199254740993", a: 2, f: "Infinity" };
    assert.deepEqual(aws?.cloudtrail?.request_parameters, kept);
    assert.equal(loader.accounted.pipelineErrors, 0);
  });

  it("row 33: names such as __proto__ are data, wherever they are, and change no prototype", async () => {
    const hostile =
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":"x","bucketName":"b"}';
    const event = withParameters(hostile).replace("{", '{"__proto__":{"polluted":true},"hasOwnProperty":1,');
    await loader.load(cloudTrailKey, `{"Records":[${event}],"__proto__":{"polluted":true}}`);
    assert.deepEqual([loader.accounted.indexed, loader.accounted.pipelineErrors], [1, 0]);
    const { aws } = JSON.parse(JSON.stringify(document())) as { aws: { cloudtrail: { request_parameters: object } } };
    assert.deepEqual(JSON.stringify(aws.cloudtrail.request_parameters), hostile);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});
