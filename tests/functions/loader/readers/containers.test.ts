import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { openContainers } from "../../../../functions/loader/readers/containers";
import { ObjectError } from "../../../../functions/shared/errors";
import { lines, open } from "../containers";
import { body, collect } from "../support";

/** What can be read of an object of one part, and the error that ends it. */
async function read(content: Uint8Array, chunkBytes: number): Promise<{ text: string; error?: unknown }> {
  const { text, errors } = await open(content, chunkBytes);
  assert.ok(errors.length < 2);
  return { text, error: errors[0] };
}

async function readOnly(content: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const { value } = await openContainers(content).next();
  assert.ok(value?.kind === "text");
  return value.bytes;
}

const chunkSizes = [1, 1_000, Number.MAX_SAFE_INTEGER];

describe("opening containers", () => {
  const members = Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]);
  const rows: readonly (readonly [string, Uint8Array, string])[] = [
    ["plain text", Buffer.from("a text of 20 bytes.."), "a text of 20 bytes.."],
    ["a text of 15 bytes", Buffer.from("fifteen bytes.\n"), "fifteen bytes.\n"],
    ["no bytes", Buffer.alloc(0), ""],
    ["gzip", gzipSync("one\n"), "one\n"],
    ["gzip of nothing", gzipSync(""), ""],
    ["several gzip members", members, "one\ntwo\n"],
    ["gzip with NULs behind it", Buffer.concat([members, Buffer.alloc(700)]), "one\ntwo\n"],
    [
      "gzip members with NULs between them",
      Buffer.concat([members, Buffer.alloc(40_000), gzipSync("three\n"), Buffer.alloc(3)]),
      "one\ntwo\nthree\n",
    ],
    ["gzip inside gzip", gzipSync(gzipSync("one\n")), "one\n"],
    ["text that starts like no container", Buffer.from("PKZIP is a program"), "PKZIP is a program"],
    ["megabytes", gzipSync(lines(50_000)), lines(50_000)],
  ];
  for (const [name, content, expected] of rows) {
    it(`reads ${name}, by its bytes and however they arrive`, async () => {
      for (const chunkBytes of content.length > 100_000 ? chunkSizes.slice(1) : chunkSizes) {
        const { text, error } = await read(content, chunkBytes);
        assert.equal(error, undefined);
        assert.ok(text === expected, `${text.length} of ${expected.length} characters`);
      }
    });
  }

  it("tells Parquet from text", async () => {
    assert.deepEqual((await open(Buffer.from("PAR1..."), 1)).kinds, ["Parquet"]);
    assert.deepEqual((await open(Buffer.from("PAR2..."), 1)).kinds, ["text"]);
  });

  const unsupported: readonly (readonly [string, Uint8Array])[] = [
    ["xz", Buffer.from("fd377a585a00", "hex")],
    ["tar", Buffer.from(`${"\0".repeat(257)}ustar`)],
    ["gzip inside gzip inside gzip inside gzip: more than 3 containers", gzipSync(gzipSync(gzipSync(gzipSync("x"))))],
    ["xz inside gzip", gzipSync(Buffer.from("fd377a585a00", "hex"))],
  ];
  for (const [name, content] of unsupported) {
    it(`refuses ${name} by name`, async () => {
      const { text, error } = await read(content, 1_000);
      assert.equal(text, "");
      assert.ok(error instanceof ObjectError);
      assert.ok(error.message.startsWith(name), error.message);
    });
  }
});

describe("damaged gzip", () => {
  const text = lines(20_000);
  const whole = gzipSync(text);

  for (const chunkBytes of [1_000, 100_000, Number.MAX_SAFE_INTEGER]) {
    it(`gives all bytes before the end of a truncated file, in chunks of ${chunkBytes}`, async () => {
      const { text: found, error } = await read(whole.subarray(0, whole.length - 3_000), chunkBytes);
      assert.ok(text.startsWith(found));
      assert.ok(found.length > 0.9 * text.length);
      assert.ok(error instanceof ObjectError);
      assert.match(error.message, /^truncated gzip/);
      assert.equal(error.place.offset, found.length);
    });

    it(`gives all bytes before a wrong check sum, in chunks of ${chunkBytes}`, async () => {
      const damaged = Buffer.from(whole);
      damaged.writeUInt32LE(1, damaged.length - 8);
      const { text: found, error } = await read(damaged, chunkBytes);
      assert.ok(found === text);
      assert.ok(error instanceof ObjectError);
      assert.match(error.message, /^corrupt gzip: incorrect data check after \d+ decompressed bytes/);
    });

    it(`gives the first member where the second is damaged, in chunks of ${chunkBytes}`, async () => {
      const { text: found, error } = await read(Buffer.concat([whole, Buffer.from("not gzip")]), chunkBytes);
      assert.ok(found === text);
      assert.ok(error instanceof ObjectError);
    });
  }

  it("says where what follows padding is no gzip, counted over all that came before", async () => {
    const { text: found, error } = await read(Buffer.concat([whole, Buffer.alloc(9), Buffer.from("not gzip")]), 1_000);
    assert.ok(found === text);
    assert.ok(error instanceof ObjectError);
    assert.equal(error.place.offset, text.length);
  });

  it("gives what comes before a damaged block", async () => {
    const damaged = Buffer.from(whole);
    // A deflate block of the reserved type 3, at the start of a member of its own.
    const member = gzipSync("x");
    member[10] = 0x07;
    const { text: found, error } = await read(Buffer.concat([damaged, member]), 1_000);
    assert.ok(found === text);
    assert.match(String(error), /invalid block type/);
  });

  it("gives nothing of a file that is a gzip header only", async () => {
    const { text: found, error } = await read(whole.subarray(0, 5), 1_000);
    assert.equal(found, "");
    assert.match(String(error), /truncated gzip/);
  });

  it("passes on errors of the transport as they are", async () => {
    const reset = new Error("connection reset");
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield whole.subarray(0, 1_000);
      throw reset;
    }
    await assert.rejects(
      readOnly(broken()).then((bytes) => collect(bytes)),
      reset,
    );
  });

  it("keeps the memory bounded where a small file becomes a large one", async () => {
    const bomb = gzipSync(Buffer.alloc(400 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    let largest = 0;
    let total = 0;
    const bytes = await readOnly(body(bomb, 65_536));
    for await (const chunk of bytes) {
      total += chunk.byteLength;
      largest = Math.max(largest, process.memoryUsage().arrayBuffers - before);
    }
    assert.equal(total, 400 * 1024 * 1024);
    assert.ok(largest < 200 * 1024 * 1024, `${largest} bytes at once`);
  });

  it("keeps the memory bounded also where such a file is damaged at its end", async () => {
    const bomb = gzipSync(Buffer.alloc(400 * 1024 * 1024));
    bomb.writeUInt32LE(1, bomb.length - 8);
    const before = process.memoryUsage().arrayBuffers;
    let largest = 0;
    const bytes = await readOnly(body(bomb, 65_536));
    await assert.rejects(async () => {
      for await (const _chunk of bytes) largest = Math.max(largest, process.memoryUsage().arrayBuffers - before);
    }, /corrupt gzip: incorrect data check after 419\d{6} decompressed bytes/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 150 * 1024 * 1024);
    assert.ok(largest < 150 * 1024 * 1024, `${largest} bytes`);
  });
});
