import assert from "node:assert/strict";
import { PeekableBytes } from "../../../../functions/loader/readers/peekable";
import { readText } from "../../../../functions/loader/readers/text";
import { ObjectError } from "../../../../functions/shared/errors";
import { body, readAll } from "../support";

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

describe("reading text", () => {
  const text = "grün 日本 🦊\n";
  const rows: readonly (readonly [string, Buffer])[] = [
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16, little end first", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16, big end first", utf16be(`\uFEFF${text}`)],
  ];
  for (const [name, content] of rows) {
    it(`gives ${name} as UTF-8 without the mark, however the bytes arrive`, async () => {
      for (const chunkBytes of [1, 3, 1_000]) {
        assert.equal((await readAll(readText(new PeekableBytes(body(content, chunkBytes))))).toString(), text);
      }
    });
  }

  it("leaves bytes that are not UTF-8 to the splitters", async () => {
    const content = Buffer.from("caf\xe9", "latin1");
    assert.deepEqual(await readAll(readText(new PeekableBytes(body(content)))), content);
  });
});

describe("a stream that can be looked at", () => {
  it("gives what was looked at, once, and then the rest", async () => {
    const bytes = new PeekableBytes(body("hello world", 2));
    assert.equal((await bytes.peek(5)).toString(), "hello");
    assert.equal((await bytes.peek(3)).toString(), "hel");
    assert.equal((await bytes.peek(100)).toString(), "hello world");
    assert.equal((await readAll(bytes)).toString(), "hello world");
  });

  async function* failing(failure: Error): AsyncGenerator<Uint8Array> {
    yield Buffer.from("begin");
    throw failure;
  }

  it("throws at once an error that may hide more of the beginning", async () => {
    const failure = new Error("gone");
    await assert.rejects(new PeekableBytes(failing(failure)).peek(100), failure);
  });

  it("throws damage when the reader comes to it, not before", async () => {
    const failure = new ObjectError("damaged");
    const bytes = new PeekableBytes(failing(failure));
    assert.equal((await bytes.peek(100)).toString(), "begin");
    const seen: string[] = [];
    await assert.rejects(async () => {
      for await (const chunk of bytes) seen.push(Buffer.from(chunk).toString());
    }, failure);
    assert.deepEqual(seen, ["begin"]);
  });

  it("lets go of its source when it is closed early", async () => {
    let closed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from("x");
      } finally {
        closed = true;
      }
    }
    const bytes = new PeekableBytes(source());
    await bytes.peek(3);
    await bytes.close();
    assert.ok(closed);
  });
});
