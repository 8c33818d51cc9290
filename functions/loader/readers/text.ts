import type { PeekableBytes } from "./peekable";

/**
 * The bytes of a text as UTF-8: without a byte order mark, and from UTF-16 where its byte order mark says so.
 * Windows tools write UTF-16; offsets then count the bytes of the UTF-8.
 */
export async function* readText(bytes: PeekableBytes): AsyncGenerator<Uint8Array, void, undefined> {
  const head = await bytes.peek(3);
  const encoding = byteOrderMark(head);
  const decoder = encoding === undefined || encoding.name === "utf-8" ? undefined : new TextDecoder(encoding.name);
  let skip = encoding?.bytes ?? 0;
  for await (const chunk of bytes) {
    // A peeked stream gives at least what was peeked as its first chunk.
    const rest = skip === 0 ? chunk : chunk.subarray(skip);
    skip = 0;
    if (decoder === undefined) yield rest;
    else yield Buffer.from(decoder.decode(rest, { stream: true }));
  }
  if (decoder !== undefined) {
    const last = decoder.decode();
    if (last !== "") yield Buffer.from(last);
  }
}

/** Where the text of these bytes starts, if its bytes are theirs from there on; undefined if they are decoded. */
export async function textStart(bytes: PeekableBytes): Promise<number | undefined> {
  const encoding = byteOrderMark(await bytes.peek(3));
  if (encoding === undefined) return 0;
  return encoding.name === "utf-8" ? encoding.bytes : undefined;
}

function byteOrderMark(head: Buffer): { name: "utf-8" | "utf-16le" | "utf-16be"; bytes: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: "utf-8", bytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { name: "utf-16le", bytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: "utf-16be", bytes: 2 };
  return undefined;
}
