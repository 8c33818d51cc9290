import type { ByteReader } from "./byte-reader";
import { Damage, decode, truncated } from "./damage";
import { framesOf } from "./frames";
import { decompressLz4Block } from "./lz4-block";
import { XxHash32 } from "./xxhash32";

/** How far a block may reach back into the ones before. */
const historyBytes = 64 * 1024;
const blockSizes: Readonly<Record<number, number>> = { 4: 64 * 1024, 5: 256 * 1024, 6: 1024 * 1024, 7: 4096 * 1024 };

/** Decompresses LZ4 frames; a block whose check sum is wrong is not given. */
export function unlz4(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  return decode("LZ4", framesOf(0x184d2204, readFrame), compressed);
}

/** @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md */
async function* readFrame(input: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const { maximumBlockBytes, linked, blockSums, contentSum } = await readHeader(input);
  const content = new XxHash32();
  let history = Buffer.alloc(0);
  for (;;) {
    const word = await readWord(input);
    if (word === 0) break;
    const size = word & 0x7fffffff;
    if (size > maximumBlockBytes) throw new Damage("a block is larger than the frame allows");
    if (!(await input.fill(size))) throw truncated();
    const data = input.take(size);
    if (blockSums && (await readWord(input)) !== new XxHash32().update(data).digest()) {
      throw new Damage("incorrect check sum of a block");
    }
    let block = data;
    if (word >>> 31 === 0) {
      const output = Buffer.allocUnsafe(history.length + maximumBlockBytes);
      history.copy(output);
      block = output.subarray(history.length, decompressLz4Block(data, output, history.length));
    }
    if (contentSum) content.update(block);
    if (linked) history = Buffer.concat([history, block]).subarray(-historyBytes);
    yield block;
  }
  if (contentSum && (await readWord(input)) !== content.digest()) throw new Damage("incorrect check sum");
}

async function readHeader(input: ByteReader) {
  if (!(await input.fill(6))) throw truncated();
  const [flags = 0, descriptor = 0] = input.peek(6).subarray(4);
  if (flags >> 6 !== 1 || (flags & 0x02) !== 0) throw new Damage("unknown version");
  if ((flags & 0x01) !== 0) throw new Damage("it needs a dictionary");
  const size = 2 + ((flags & 0x08) === 0 ? 0 : 8);
  if (!(await input.fill(4 + size + 1))) throw truncated();
  const header = input.take(4 + size).subarray(4);
  const [sum] = input.take(1);
  if (((new XxHash32().update(header).digest() >> 8) & 0xff) !== sum)
    throw new Damage("incorrect check sum of a header");
  const maximumBlockBytes = blockSizes[(descriptor >> 4) & 0x07];
  if (maximumBlockBytes === undefined) throw new Damage("unknown block size");
  return {
    maximumBlockBytes,
    linked: (flags & 0x20) === 0,
    blockSums: (flags & 0x10) !== 0,
    contentSum: (flags & 0x04) !== 0,
  };
}

async function readWord(input: ByteReader): Promise<number> {
  if (!(await input.fill(4))) throw truncated();
  return input.take(4).readUInt32LE(0);
}
