import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readParquet } from "../../../../functions/loader/formats/parquet";
import { readHybrid } from "../../../../functions/loader/formats/parquet/hybrid";
import { plainValue } from "../../../../functions/loader/formats/parquet/values";
import { body, collect } from "../support";

const rowsOfFixture = 60;

/** A row of the fixtures, which Apache Arrow wrote: several row groups, and pages of some values. */
function expectedRow(n: number): Record<string, unknown> {
  const upTo = <Item>(count: number, item: (index: number) => Item): Item[] =>
    Array.from({ length: count }, (_, i) => item(i));
  const row = {
    i32: n % 7 === 0 ? undefined : n,
    // Beyond what a number holds exactly.
    i64: (2n ** 60n + BigInt(n)).toString(),
    u64: (2n ** 63n + BigInt(n)).toString(),
    small: n,
    // Not a number where left out.
    f: n % 5 === 0 ? undefined : n / 3,
    b: n % 11 === 0 ? undefined : n % 3 !== 0,
    s: n % 4 === 0 ? undefined : `text ${n} é`,
    d: "abc"[n % 3],
    bin: `bin${n}`,
    ts_ms: "2026-01-02T03:04:05.123Z",
    ts_us: n % 2 === 0 ? undefined : "2026-01-02T03:04:05.123456Z",
    ts_s: "1969-12-31T23:59:59.999999Z",
    date: "2026-01-02T00:00:00.000Z",
    dec: Number(`${n}.${String(n % 100).padStart(2, "0")}`),
    bigdec: "12345678901234567890.1234",
    list: n % 6 === 0 ? undefined : upTo(n % 4, (i) => i),
    lol: upTo(n % 3, (i) => upTo(i, () => `a${i}`)),
    map: n % 5 === 0 ? undefined : Object.fromEntries(upTo(n % 3, (i) => [`k${i}`, `v${n + i}`])),
    struct:
      n % 9 === 0
        ? undefined
        : {
            a: n,
            deep: { ...(n % 2 === 1 && { x: `y${n}` }), list: upTo(n % 3, (i) => ({ n: i, m: { q: i } })) },
          },
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

describe("the values of Parquet", () => {
  // With them: dictionaries and plain values, pages of both versions, and in zstd's file all delta encodings.
  for (const codec of ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]) {
    it(`are read with codec ${codec}, nested ones as arrays and objects`, async () => {
      const file = readFileSync(resolve(__dirname, `fixtures/nested-${codec}.parquet`));
      const rows = (await collect(readParquet(body(file, 10_000)))).flat();
      assert.deepEqual(
        rows.map(({ offset, value }) => [offset, value]),
        Array.from({ length: rowsOfFixture }, (_, n) => [n, expectedRow(n)]),
      );
    });
  }

  it("keep a column and a member named __proto__", async () => {
    const { parquetWriteBuffer } = await import("hyparquet-writer");
    const file = parquetWriteBuffer({ columnData: [{ name: "__proto__", data: ["x"], type: "STRING" }] });
    const [rows] = await collect(readParquet(body(new Uint8Array(file))));
    assert.deepEqual(Object.entries(rows?.[0]?.value as object), [["__proto__", "x"]]);
    assert.equal(JSON.stringify(plainValue(JSON.parse('{"__proto__":{"a":1}}'))), '{"__proto__":{"a":1}}');
  });

  it("that are missing in a list keep the places of the others", () => {
    assert.deepEqual(plainValue([1n, undefined, null, "a", Number.NaN]), [1, null, null, "a", null]);
  });
});

describe("a Parquet file of many rows in few bytes", () => {
  it("is not read", async () => {
    const { parquetWriteBuffer } = await import("hyparquet-writer");
    const data = new Array<string>(10_000_001).fill("x");
    const file = parquetWriteBuffer({ columnData: [{ name: "a", data, type: "STRING" }], rowGroupSize: data.length });
    await assert.rejects(
      collect(readParquet(body(new Uint8Array(file), 1_000_000))),
      /damaged Parquet file: 10000001 rows in \d+ bytes/,
    );
  });
});

describe("numbers in runs and groups", () => {
  const rows: readonly (readonly [string, readonly number[], number, readonly number[]])[] = [
    ["a run", [10, 7], 3, [7, 7, 7, 7, 7]],
    ["a run of numbers of two bytes", [4, 0x34, 0x12], 13, [0x1234, 0x1234]],
    ["a group of 3 bits", [3, 0x88, 0xc6, 0xfa], 3, [0, 1, 2, 3, 4, 5, 6, 7]],
    ["a group and a run", [3, 0b10101010, 6, 1], 1, [0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1]],
    ["numbers of no bits", [20], 0, [0, 0, 0]],
    ["a run that is longer than what is wanted", [0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, [1, 1]],
  ];
  for (const [name, bytes, width, expected] of rows) {
    it(`are read from ${name}`, () => {
      assert.deepEqual([...readHybrid(Uint8Array.from(bytes), width, new Uint32Array(expected.length))], expected);
    });
  }

  it("that break off are damage", () => {
    for (const bytes of [[], [0x80], [3, 1], [2, 1]]) {
      assert.throws(() => readHybrid(Uint8Array.from(bytes), 3, new Uint32Array(8)), /numbers break off/);
    }
  });
});
