import { BitReader } from "./bit-reader";
import type { ByteReader } from "./byte-reader";
import { readBzip2Block } from "./bzip2-block";
import { Damage, decode, truncated } from "./damage";
import { skipPadding } from "./frames";

const blockMagic = "314159265359";
const endMagic = "177245385090";
const outputChunkBytes = 256 * 1024;

/** Decompresses bzip2, all streams of it, also those behind NULs; a block whose check sum is wrong is not given. */
export function bunzip2(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  return decode("bzip2", readStreams, compressed);
}

async function* readStreams(input: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  while (await skipPadding(input)) {
    if (!(await input.fill(4))) throw truncated();
    const level = Number(/^BZh([1-9])$/.exec(input.take(4).toString("latin1"))?.[1]);
    if (Number.isNaN(level)) throw new Damage("what follows a stream is none");
    yield* readBlocks(input, level * 100_000);
  }
}

/** Blocks do not begin at bytes and do not tell their size: all that one can have is waited for. */
async function* readBlocks(input: ByteReader, blockBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  // 20 bits for each symbol, and what stands before the symbols.
  const windowBytes = Math.ceil(blockBytes * 2.5) + 64 * 1024;
  let skippedBits = 0;
  let streamSum = 0;
  for (;;) {
    const more = await input.fill(windowBytes);
    const bits = new BitReader(input.peek(windowBytes), !more, skippedBits);
    const magic = [bits.read(24), bits.read(24)].map((half) => half.toString(16).padStart(6, "0")).join("");
    const sum = ((bits.read(16) << 16) | bits.read(16)) >>> 0;
    if (magic === endMagic) {
      if (sum !== streamSum) throw new Damage("incorrect check sum");
      input.take(Math.ceil(bits.position / 8));
      return;
    }
    if (magic !== blockMagic) throw new Damage("what follows a block is none");
    const { transformed, start } = readBzip2Block(bits, blockBytes);
    input.take(Math.floor(bits.position / 8));
    skippedBits = bits.position % 8;
    const chunks = [...expand(transformed, start)];
    if (checkSum(chunks) !== sum) throw new Damage("incorrect check sum of a block");
    streamSum = (((streamSum << 1) | (streamSum >>> 31)) ^ sum) >>> 0;
    yield* chunks;
  }
}

/** The bytes of a block: four equal ones are followed by how many more there are. At most 46 MB. */
function* expand(transformed: Uint32Array, start: number): Generator<Buffer> {
  let chunk = Buffer.allocUnsafe(outputChunkBytes);
  let length = 0;
  let repeated = 0;
  let previous = -1;
  let entry = transformed[start] ?? 0;
  for (let left = transformed.length; left > 0; left -= 1) {
    entry = transformed[entry >>> 8] ?? 0;
    const byte = entry & 0xff;
    if (length + 256 > outputChunkBytes) {
      yield chunk.subarray(0, length);
      chunk = Buffer.allocUnsafe(outputChunkBytes);
      length = 0;
    }
    if (repeated === 4) {
      chunk.fill(previous, length, length + byte);
      length += byte;
      repeated = 0;
      previous = -1;
      continue;
    }
    repeated = byte === previous ? repeated + 1 : 1;
    previous = byte;
    chunk[length] = byte;
    length += 1;
  }
  yield chunk.subarray(0, length);
}

const sums = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

function checkSum(chunks: readonly Buffer[]): number {
  let sum = -1;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += 1) {
      sum = (sum << 8) ^ (sums[((sum >>> 24) ^ (chunk[at] ?? 0)) & 0xff] ?? 0);
    }
  }
  return ~sum >>> 0;
}
