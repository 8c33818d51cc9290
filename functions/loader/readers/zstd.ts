import type { ByteReader } from "./byte-reader";
import { Damage, decode, truncated } from "./damage";
import { framesOf } from "./frames";
import { XxHash64 } from "./xxhash64";
import { decompressZstdBlock, maximumZstdBlockBytes, newZstdState } from "./zstd-block";

/** What the `zstd` command reads without being told to use more memory. */
const maximumWindowBytes = 128 * 1024 * 1024;

/** Decompresses zstd frames, also over skippable ones; those that need a dictionary cannot be read. */
export function unzstd(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  return decode("zstd", framesOf(0xfd2fb528, readFrame), compressed);
}

/** @see https://www.rfc-editor.org/rfc/rfc8878 */
async function* readFrame(input: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  const { windowBytes, contentBytes, hasSum } = await readHeader(input);
  const window = new Window(windowBytes, contentBytes);
  const maximumBlockBytes = Math.min(maximumZstdBlockBytes, windowBytes);
  const state = newZstdState();
  const sum = new XxHash64();
  for (let last = false; !last; ) {
    if (!(await input.fill(3))) throw truncated();
    const header = input.take(3).readUIntLE(0, 3);
    last = (header & 1) === 1;
    const kind = (header >> 1) & 3;
    const size = header >> 3;
    if (size > maximumBlockBytes || kind === 3) throw new Damage("invalid block");
    const storedBytes = kind === 1 ? 1 : size;
    if (!(await input.fill(storedBytes))) throw truncated();
    const stored = input.take(storedBytes);
    const block = window.append(maximumBlockBytes, (output, start, oldest) => {
      if (kind === 2) return decompressZstdBlock(stored, state, output, start, oldest);
      if (kind === 1) output.fill(stored[0] ?? 0, start, start + size);
      else output.set(stored, start);
      return start + size;
    });
    if (hasSum) sum.update(block);
    yield block;
  }
  if (!hasSum) return;
  if (!(await input.fill(4))) throw truncated();
  if (input.take(4).readUInt32LE(0) !== sum.digest()) throw new Damage("incorrect check sum");
}

/** The decompressed bytes that blocks may repeat. */
class Window {
  private buffer: Uint8Array;
  private end = 0;

  constructor(
    private readonly size: number,
    contentBytes: number | undefined,
  ) {
    this.buffer = new Uint8Array(Math.min(contentBytes ?? 0, size) + maximumZstdBlockBytes);
  }

  /** Makes room for a block, has it written, and gives a copy of it. */
  append(limit: number, write: (output: Uint8Array, start: number, oldest: number) => number): Buffer {
    this.makeRoom(limit);
    const start = this.end;
    const oldest = Math.max(0, start - this.size);
    this.end = write(this.buffer.subarray(0, start + limit), start, oldest);
    return Buffer.from(this.buffer.subarray(start, this.end));
  }

  private makeRoom(bytes: number): void {
    if (this.end + bytes <= this.buffer.length) return;
    const from = Math.max(0, this.end - this.size);
    const kept = this.end - from;
    // Up to twice the window, so that it is moved only once in a while.
    const wanted = Math.min(Math.max(2 * this.buffer.length, kept + bytes), 2 * this.size + maximumZstdBlockBytes);
    const moved = wanted > this.buffer.length ? new Uint8Array(wanted) : this.buffer;
    moved.set(this.buffer.subarray(from, this.end));
    this.buffer = moved;
    this.end = kept;
  }
}

async function readHeader(
  input: ByteReader,
): Promise<{ windowBytes: number; contentBytes: number | undefined; hasSum: boolean }> {
  if (!(await input.fill(5))) throw truncated();
  const flags = input.take(5)[4] ?? 0;
  if ((flags & 0x08) !== 0) throw new Damage("invalid frame");
  const isSingle = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const contentSizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const windowDescriptorBytes = isSingle ? 0 : 1;
  const size = windowDescriptorBytes + dictionaryBytes + contentSizeBytes;
  if (!(await input.fill(size))) throw truncated();
  const [descriptor = 0] = input.take(windowDescriptorBytes);
  if (input.take(dictionaryBytes).some((byte) => byte !== 0)) throw new Damage("it needs a dictionary");
  const content = input.take(contentSizeBytes);
  let contentBytes: number | undefined;
  if (contentSizeBytes === 8) contentBytes = Number(content.readBigUInt64LE(0));
  else if (contentSizeBytes > 0) contentBytes = content.readUIntLE(0, contentSizeBytes);
  if (contentSizeBytes === 2 && contentBytes !== undefined) contentBytes += 256;
  const base = 2 ** (10 + (descriptor >> 3));
  const windowBytes = isSingle ? (contentBytes ?? 0) : base + (base / 8) * (descriptor & 7);
  if (windowBytes > maximumWindowBytes) throw new Damage(`it needs ${windowBytes} bytes of memory`);
  return { windowBytes, contentBytes, hasSum: (flags & 0x04) !== 0 };
}
