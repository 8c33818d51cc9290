import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { ObjectError } from "../../../../functions/shared/errors";
import { open } from "../containers";
import { normalise } from "../support";

const fixture = (name: string): Buffer => readFileSync(resolve(__dirname, "fixtures", name));
/** What is in all the fixtures: several blocks of each container. */
const text = Array.from({ length: 20_000 }, (_, n) => `LOG ${n}\n`).join("");
const hex = (digits: string): Buffer => Buffer.from(digits, "hex");

const codecs: readonly (readonly [string, Buffer, Buffer])[] = [
  // Each with the container of nothing.
  ["zstd", fixture("log.zst"), hex("28b52ffd2400010000" + "99e9d851")],
  ["bzip2", fixture("log.bz2"), hex("425a683917724538509000000000")],
  ["LZ4", fixture("log.lz4"), hex("04224d186440a700000000055dcc02")],
  ["snappy", fixture("log.sz"), hex("ff060000734e61507059")],
];

describe("opening compressed objects", () => {
  for (const [name, file, nothing] of codecs) {
    it(`reads ${name}, however the bytes arrive`, async () => {
      for (const chunkBytes of [7, 1_000, Number.MAX_SAFE_INTEGER]) {
        const { text: found, errors, kinds } = await open(file, chunkBytes);
        assert.deepEqual([errors, kinds], [[], ["text"]]);
        assert.ok(found === text);
      }
    });

    it(`reads ${name} several times, one behind the other, and of nothing`, async () => {
      const { text: found, errors } = await open(Buffer.concat([nothing, file, nothing, file]), 10_000);
      assert.deepEqual(errors, []);
      assert.ok(found === text + text);
      assert.deepEqual((await open(nothing, 1)).texts, [""]);
    });

    it(`reads ${name} inside gzip`, async () => {
      assert.ok((await open(gzipSync(file), 1_000)).text === text);
    });

    it(`gives all blocks of ${name} before the end of a truncated one`, async () => {
      for (const part of [0.3, 0.6, 0.99]) {
        const { text: found, errors } = await open(file.subarray(0, part * file.length), 1_000);
        assert.ok(text.startsWith(found) && found.length < text.length);
        assert.ok(part < 0.9 || found.length > 0.3 * text.length);
        assert.ok(errors[0] instanceof ObjectError);
        assert.equal(
          errors[0].message,
          `truncated ${name}: unexpected end of file after ${found.length} decompressed bytes`,
        );
        assert.equal(errors[0].place.offset, found.length);
      }
    });

    it(`gives all blocks of ${name} before a damaged one`, async () => {
      const damaged = Buffer.from(file);
      const place = Math.floor(0.9 * file.length);
      damaged.fill(0x55, place, place + 20);
      const { text: found, errors } = await open(damaged, 1_000);
      assert.ok(text.startsWith(found.slice(0, 100_000)) && found.length > 90_000);
      assert.ok(errors[0] instanceof ObjectError);
      assert.match(errors[0].message, new RegExp(`^corrupt ${name}: .* after ${found.length} decompressed bytes$`));
    });

    it(`finds a wrong check sum of ${name}`, async () => {
      const damaged = Buffer.from(file);
      const place = name === "snappy" ? 14 : file.length - 2;
      damaged.writeUInt8(damaged.readUInt8(place) ^ 1, place);
      assert.match(String((await open(damaged, 1_000)).errors[0]), /incorrect check sum/);
    });

    it(`says that what follows ${name} is something else`, async () => {
      const { text: found, errors } = await open(Buffer.concat([file, Buffer.from("LOG behind\n")]), 1_000);
      assert.ok(found === text);
      assert.match(String(errors[0]), new RegExp(`corrupt ${name}: `));
    });

    it(`loads the records of ${name}, whatever the key says`, async () => {
      const { documents, summary } = await normalise(file, { key: "lines/a.log.gz", chunkBytes: 5_000 });
      assert.equal(summary.outcome, "read");
      assert.equal(documents.length, 20_000);
    });
  }
});

describe("opening zstd", () => {
  const skippable = hex("5a2a4d1803000000" + "616263");
  const rows: readonly (readonly [string, Buffer, string])[] = [
    ["frames that are to be passed over", Buffer.concat([skippable, fixture("log.zst"), skippable]), text],
    ["a block that repeats one byte", hex("28b52ffd0048" + "2b0000" + "61"), "aaaaa"],
    ["a block without compression, of a known size", hex("28b52ffd2003" + "190000" + "616263"), "abc"],
    ["NULs behind it", Buffer.concat([fixture("log.zst"), Buffer.alloc(1_000)]), text],
  ];
  for (const [name, content, expected] of rows) {
    it(`reads ${name}`, async () => {
      const { text: found, errors } = await open(content, 1_000);
      assert.deepEqual(errors, []);
      assert.ok(found === expected);
    });
  }

  const refused: readonly (readonly [string, Buffer, RegExp])[] = [
    ["a dictionary", hex("28b52ffd0148" + "07" + "2b000061"), /it needs a dictionary/],
    ["more memory than there should be", hex("28b52ffd00a0" + "2b000061"), /it needs 1073741824 bytes of memory/],
    ["a block larger than its window", hex("28b52ffd2003" + "2b000061"), /invalid block/],
  ];
  for (const [name, content, message] of refused) {
    it(`refuses ${name}`, async () => {
      const { errors } = await open(content, 1_000);
      assert.ok(errors[0] instanceof ObjectError);
      assert.match(errors[0].message, message);
    });
  }
});

describe("objects that become too large", () => {
  it("are not followed to their end, and what was read before is kept", async () => {
    // A frame of blocks that each say: 128 KiB of the letter a.
    const block = hex("02001061");
    const blocks = Buffer.concat(Array.from({ length: 10_000 }, () => block));
    const { documents, error } = await normalise(
      Buffer.concat([hex("28b52ffd0048" + "380000"), Buffer.from("LOG 1\n\n"), blocks]),
      { chunkBytes: 65_536 },
    );
    assert.equal(documents.length, 1);
    assert.ok(error instanceof ObjectError);
    assert.match(error.message, /more than 250 times as large: 1073\d{6} bytes out of 4\d{4}/);
  });
});
