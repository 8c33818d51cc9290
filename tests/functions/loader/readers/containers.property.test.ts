import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { ObjectError } from "../../../../functions/shared/errors";
import { runs } from "../../../support/fuzz";
import { assertTakesAsLong } from "../../../support/growth";
import { open, zip } from "../containers";
import { normalise } from "../support";

const file = (name: string): Buffer => readFileSync(resolve(__dirname, name));
const text = Array.from({ length: 120 }, (_, n) => `LOG ${n} ${"ab".repeat(n % 7)}\n`).join("");

const small: readonly (readonly [string, Buffer])[] = [
  ["gzip", gzipSync(text)],
  ["zstd", file("fixtures/small.zst")],
  ["bzip2", file("fixtures/small.bz2")],
  ["LZ4", file("fixtures/small.lz4")],
  ["snappy", file("fixtures/small.sz")],
];
const zips: readonly (readonly [string, Buffer])[] = [
  [
    "zip",
    zip([
      { name: "a", content: text },
      { name: "b", content: text, method: 0 },
    ]),
  ],
  [
    "zip with descriptors",
    zip([
      { name: "a", content: text, descriptor: "signed" },
      { name: "b", content: text, descriptor: "zip64" },
    ]),
  ],
  [
    "zip of gzip",
    zip([
      { name: "a.gz", content: gzipSync(text) },
      { name: "b", content: text },
    ]),
  ],
];
const parquets = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"].map(
  (codec) => [`Parquet with ${codec}`, file(`../formats/fixtures/nested-${codec}.parquet`)] as const,
);

/** Changes of a few bytes: replaced, removed, repeated, or the end cut off. */
const mutation = fc.record({
  place: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  kind: fc.constantFrom("flip", "set", "remove", "repeat", "cut"),
  byte: fc.integer({ min: 1, max: 255 }),
  size: fc.integer({ min: 1, max: 20 }),
});

function mutate(
  bytes: Buffer,
  mutations: readonly { place: number; kind: string; byte: number; size: number }[],
): Buffer {
  let result = Buffer.from(bytes);
  for (const { place, kind, byte, size } of mutations) {
    const at = Math.floor(place * result.length);
    const end = Math.min(result.length, at + size);
    if (kind === "flip") result.writeUInt8(result.readUInt8(at) ^ byte, at);
    else if (kind === "set") result.fill(byte, at, end);
    else if (kind === "remove") result = Buffer.concat([result.subarray(0, at), result.subarray(end)]);
    else if (kind === "repeat") result = Buffer.concat([result.subarray(0, end), result.subarray(at)]);
    else result = result.subarray(0, Math.max(at, 1));
    if (result.length === 0) break;
  }
  return result;
}

async function readDamaged(content: Buffer, whole: Buffer, chunkBytes: number) {
  const read = (bytes: Buffer) => normalise(bytes, { key: "lines/a", chunkBytes });
  let result: Awaited<ReturnType<typeof read>> | undefined;
  await assertTakesAsLong(
    async () => {
      result = await read(content);
    },
    () => read(whole),
    "what is damaged",
  );
  const error = result?.error;
  assert.ok(error === undefined || error instanceof ObjectError, String(error));
  return result?.documents ?? [];
}

describe("damaged containers", function () {
  this.timeout(600_000);

  for (const [name, content] of [...small, ...zips, ...parquets]) {
    it(`of ${name} end with an error of the object and nothing else, about as soon as the whole does`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(mutation, { minLength: 1, maxLength: 4 }),
          fc.nat(3_000),
          async (mutations, chunk) => {
            await readDamaged(mutate(content, mutations), content, chunk + 1);
          },
        ),
        runs(60),
      );
    });
  }

  for (const [name, content] of small) {
    it(`of ${name} keep all that was complete before the damage`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(mutation, { minLength: 1, maxLength: 3 }),
          fc.nat(2_000),
          async (mutations, chunk) => {
            const damaged = Buffer.concat([content, mutate(content, mutations)]);
            const { text: found } = await open(damaged, chunk + 1);
            assert.ok(found.startsWith(text));
            const documents = await readDamaged(damaged, content, chunk + 1);
            assert.ok(documents.length >= 120);
          },
        ),
        runs(60),
      );
    });

    it(`of ${name} that are truncated give the beginning of the whole`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(content.length - 1), async (length) => {
          const { text: found, errors } = await open(content.subarray(0, length), 100);
          // Of a few bytes nobody can tell what they begin.
          if (errors.length > 0) assert.ok(text.startsWith(found));
          else assert.ok(length <= 10);
        }),
        runs(60),
      );
    });
  }

  it("of zip keep the members before the damaged one", async () => {
    const [, damagedPart] = zips[0] ?? ["", Buffer.alloc(0)];
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const whole = zip([{ name: "whole", content: text }], { directory: false });
        const { texts } = await open(Buffer.concat([whole, mutate(damagedPart, mutations)]), 500);
        assert.equal(texts[0], text);
      }),
      runs(60),
    );
  });
});
