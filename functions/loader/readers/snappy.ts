import type { ByteReader } from "./byte-reader";
import { Damage, decode, truncated } from "./damage";
import { decompressSnappyBlock } from "./snappy-block";

enum Chunk {
  Compressed = 0x00,
  Plain = 0x01,
  /** From here on, chunks that are not known may be passed over. */
  Skippable = 0x80,
  Identifier = 0xff,
}

const maximumPlainBytes = 64 * 1024;

/** Decompresses Snappy's framing format; a chunk whose check sum is wrong is not given. */
export function unsnappy(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  return decode("snappy", readChunks, compressed);
}

/** @see https://github.com/google/snappy/blob/main/framing_format.txt */
async function* readChunks(input: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  while (await input.fill(1)) {
    if (!(await input.fill(4))) throw truncated();
    const header = input.take(4);
    const type = header[0] ?? 0;
    const size = header.readUIntLE(1, 3);
    if (type > Chunk.Plain && type < Chunk.Skippable) throw new Damage("what follows a chunk is none that is known");
    if (!(await input.fill(size))) throw truncated();
    const body = input.take(size);
    if (type === Chunk.Compressed || type === Chunk.Plain) {
      if (size < 4) throw new Damage("a chunk without check sum");
      const data = body.subarray(4);
      if (type === Chunk.Plain && data.length > maximumPlainBytes) throw new Damage("a chunk is larger than allowed");
      const plain = type === Chunk.Plain ? data : decompressSnappyBlock(data, maximumPlainBytes);
      if (maskedCrc32c(plain) !== body.readUInt32LE(0)) throw new Damage("incorrect check sum of a chunk");
      yield plain;
    } else if (type === Chunk.Identifier && body.toString("latin1") !== "sNaPpY") {
      throw new Damage("invalid stream identifier");
    }
  }
}

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0x82f63b78;
  return value;
});

function maskedCrc32c(bytes: Uint8Array): number {
  let sum = -1;
  for (let at = 0; at < bytes.length; at += 1) sum = (sum >>> 8) ^ (castagnoli[(sum ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  const crc = ~sum;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
